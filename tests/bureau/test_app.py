from pathlib import Path

import pytest

from services.bureau import app
from services.bureau.config import Settings
from services.bureau.handlers import HANDLERS
from shared.bus.topology import patterns
from shared.contracts import account_endings, accounts
from shared.message import Message

ENV = {"DATABASE_URL": "sqlite:////nowhere/a.db", "BUS_URL": "embedded:////nowhere/bus.db"}


@pytest.mark.parametrize("name", ENV)
def test_a_missing_setting_stops_the_process_at_its_start(name):
    with pytest.raises(KeyError, match=name):
        Settings.from_env({key: value for key, value in ENV.items() if key != name})


@pytest.mark.parametrize("limit", ["0", "-5", "soon"])
def test_a_time_limit_is_a_number_of_seconds(limit):
    with pytest.raises(ValueError, match=r"."):
        Settings.from_env(ENV | {"COMPANY_TIME_LIMIT": limit})


def test_addresses_are_taken_without_a_slash_at_their_end():
    settings = Settings.from_env(ENV | {"PUBLIC_URL": "https://bureau.example/"})

    assert settings.public_url == "https://bureau.example"


def test_everything_that_accounts_says_is_heard():
    said = [*vars(accounts).values(), *vars(account_endings).values()]
    spoken = {message.name for message in said if _is_message(message)}
    for_exports = {accounts.StatementGiven.name}
    for_nobody = {name for name in spoken if name.startswith("accounts.deletion.")}

    heard = {m.name for m in HANDLERS if m.name.startswith("accounts.")}
    assert heard == spoken - for_exports - for_nobody


def test_the_queue_hears_whole_streams():
    assert set(patterns(HANDLERS)) >= {
        "accounts.account.*.*",
        "accounts.document.*.*",
        "exports.document.*.*",
        "exports.job.*.*",
    }


def test_declaring_the_queue_twice_is_the_same_as_once(tmp_path: Path):
    settings = Settings.from_env(ENV | {"BUS_URL": f"embedded:///{tmp_path}/bus.db"})

    app.declare(settings)
    app.declare(settings)

    assert (tmp_path / "bus.db").exists()


def test_the_worker_gives_up_after_the_time_that_is_set(stage):
    owner = stage.bureau()
    stage.add_company("nowa", owner)
    settings = Settings.from_env(ENV | {"COMPANY_TIME_LIMIT": "3600"})

    for chore in app.chores(settings):
        with stage.sessions.begin() as session:
            chore.run(session)

    assert stage.seen("nowa", owner)["state"] == "requested"


def _is_message(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, Message) and "name" in vars(thing)
