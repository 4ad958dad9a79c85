"""Each format as a runner makes it: asked for, written, fetched, on both databases."""

import pytest

from services.exports.formats.registry import FORMATS
from tests.exports.formats.documents import ACCOUNT_MAP
from tests.exports.formats.golden import FIRST_ID, SETTINGS, golden_documents, ksef_original
from tests.exports.world import World, an_original, recorded


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_in_the_format_comes_out_of_a_runner(either_world: World, name: str) -> None:
    world = either_world
    account = world.has_account()
    owner = world.person({account: "owner"})
    for document in golden_documents():
        is_first = document["id"] == FIRST_ID
        original = an_original(ksef_original().content) if is_first else None
        world.hears(recorded(account, document, original))
    world.make_time_pass()
    if name in SETTINGS or name == "symfonia_fk":
        path = f"/v1/accounts/acme/settings/{name}"
        world.put(owner, path, {"settings": SETTINGS.get(name, ACCOUNT_MAP)})

    done = world.exported(owner, "acme", format=name)
    file = world.file(owner, done)

    assert done["state"] == "completed", done["error"]
    assert file.status_code == 200
    assert file.headers["Content-Type"].split(";")[0] == FORMATS[name].media_type
