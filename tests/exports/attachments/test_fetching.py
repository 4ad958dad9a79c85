"""Archives hold what is attached; where it can't be had, they say so and go on."""

import io
import json
import threading
import time
import zipfile
from dataclasses import replace

import pytest
from sqlalchemy import update

from services.exports.app import storage
from services.exports.copies.models import Document
from services.exports.formats.archive_zip.verify import verify
from services.exports.runner import attachments
from services.exports.runner.errands import Errands
from services.exports.runner.process import Runner
from shared.auth.caller import Caller
from shared.bus.process import Stop
from shared.contracts.accounts import DocumentRecorded
from shared.contracts.bureau import ClientDetached
from tests.exports.attachments.keeper import keeper
from tests.exports.world import a_document, codes

PDF = b"%PDF-1.4 " + bytes(range(256)) * 8
DAMAGED = (503, json.dumps({"code": "unavailable", "damaged": True}).encode())
BUSY = (503, json.dumps({"code": "unavailable"}).encode())


@pytest.fixture
def kept(world):
    with keeper(world) as running:
        yield running


@pytest.fixture(autouse=True)
def little_patience(monkeypatch):
    monkeypatch.setattr(attachments, "PAUSES", (0.01, 0.01))
    monkeypatch.setattr(attachments, "SLICE", 0.01)


def reach(world, kept):
    """The same with a runner that knows where accounts is."""
    runner = Runner(world.engine, storage(world.settings), accounts_url=kept.url)
    return replace(world, runner=runner)


def record(world, account, *files, document=None, **changes):
    document = document or a_document(number="FV 1/10/2026", **changes)
    world.hears(DocumentRecorded(account_id=account, document=document, attachments=list(files)))
    world.make_time_pass()
    return document


def archive_of(world, who, export):
    return zipfile.ZipFile(io.BytesIO(world.file(who, export).data))


def faults(world, who, export):
    return verify(io.BytesIO(world.file(who, export).data))


def test_attached_files_are_in_the_archive_byte_for_byte(world, account, owner, kept):
    world, document = reach(world, kept), a_document(number="FV 1/10/2026")
    files = [kept.keeps(document["id"], PDF), kept.keeps(document["id"], b"x" * 3_000_000, "b.pdf")]
    record(world, account, *files, document=document)

    done = world.exported(owner, "acme", format="archive_zip")

    found = archive_of(world, owner, done)
    assert (done["state"], done["problems"]) == ("completed", [])
    assert found.read("attachments/FV 1_10_2026_umowa.pdf") == PDF
    assert len(found.read("attachments/FV 1_10_2026_b.pdf")) == 3_000_000
    assert json.loads(found.read("manifest.json"))["counts"]["attachments"] == 2
    assert faults(world, owner, done) == []


def test_accounts_is_asked_for_the_one_who_exports(world, account, owner, kept):
    world, document = reach(world, kept), a_document()
    record(world, account, kept.keeps(document["id"], PDF), document=document)

    world.exported(owner, "acme", format="archive_zip")

    ((path, caller),) = kept.asked
    assert path in kept.files
    assert (caller.id, caller.kind) == (owner.id, "user")


def test_an_archive_of_several_firms_and_one_in_pieces_hold_them_too(world, account, owner, kept):
    world, document = reach(world, kept), a_document(number="1")
    other = world.has_account("other")
    both = world.person({account: "owner", other: "owner"})
    record(world, account, kept.keeps(document["id"], PDF), document=document)

    several = world.exported(both, "acme", "other", format="archive_zip")
    split = world.exported(both, "acme", format="archive_zip", options={"split_mb": "1"})

    inner = archive_of(world, both, several)
    name = next(each for each in inner.namelist() if each.startswith("acme/"))
    assert "attachments/1_umowa.pdf" in zipfile.ZipFile(io.BytesIO(inner.read(name))).namelist()
    assert faults(world, both, several) == faults(world, both, split) == []


def test_other_formats_and_a_check_fetch_nothing(world, account, owner, kept):
    world, document = reach(world, kept), a_document()
    record(world, account, kept.keeps(document["id"], PDF), document=document)
    body = {
        "accounts": ["acme"],
        "format": "archive_zip",
        "period": {"from": "2026-10-01", "to": "2026-10-31"},
    }

    world.exported(owner, "acme", format="vat_register_csv")
    checked = world.post(owner, "/v1/exports/check", body)

    assert checked.json["problems"] == []
    assert kept.asked == []


def test_a_detached_file_is_not_fetched_any_more(world, account, owner, kept):
    world, document = reach(world, kept), a_document(version=1)
    record(world, account, kept.keeps(document["id"], PDF), document=document)
    record(world, account, document={**document, "version": 2})

    done = world.exported(owner, "acme", format="archive_zip")

    assert (done["problems"], kept.asked) == ([], [])


@pytest.mark.parametrize("answer", [BUSY, (502, b"a gateway"), None, (401, b"{}")])
def test_accounts_that_comes_back_soon_is_waited_for(world, account, owner, kept, answer):
    world, document = reach(world, kept), a_document()
    record(world, account, kept.keeps(document["id"], PDF), document=document)
    kept.answers = [answer, answer]

    done = world.exported(owner, "acme", format="archive_zip")

    assert done["problems"] == []
    assert len(kept.asked) == 3


def test_while_accounts_is_away_the_export_ends_and_names_each_document(world, account, owner):
    with keeper(world) as gone:  # Nobody listens there once it has ended.
        first, second = a_document(number="1"), a_document(number="2")
        listed = [gone.keeps(each["id"], PDF) for each in (first, second)]
    world = reach(world, gone)
    for document, file in zip((first, second), listed, strict=True):
        record(world, account, file, document=document)

    done = world.exported(owner, "acme", format="archive_zip")

    assert done["state"] == "completed"
    assert codes(done) == [("acme", "attachment_missing")] * 2
    assert {problem["document"] for problem in done["problems"]} == {"1", "2"}
    manifest = json.loads(archive_of(world, owner, done).read("manifest.json"))
    assert [each["document"] for each in manifest["left_out"]] == [first["id"], second["id"]]
    assert faults(world, owner, done) == []


def test_after_one_wait_in_vain_no_other_file_is_waited_for(world, account, owner, monkeypatch):
    monkeypatch.setattr(attachments, "PAUSES", (0.05,) * 4)
    waited = []
    monkeypatch.setattr(attachments.Attachments, "_wait", lambda _, pause: waited.append(pause))
    with keeper(world) as gone:
        made = [a_document(number=str(n)) for n in range(5)]
        listed = [gone.keeps(each["id"], PDF) for each in made]
    world = reach(world, gone)
    for document, file in zip(made, listed, strict=True):
        record(world, account, file, document=document)

    done = world.exported(owner, "acme", format="archive_zip")

    assert len(waited) == 4
    assert len(done["problems"]) == 5


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        ((404, b"{}"), "attachment_missing", "not there any more"),
        ((403, b"{}"), "attachment_missing", "not there any more"),
        ((302, b""), "attachment_missing", "not there any more"),
        (DAMAGED, "attachment_missing", "damaged where it is kept"),
        ((200, b"another file"), "attachment_damaged", "SHA-256"),
        ((200, PDF + b"and more"), "attachment_damaged", "SHA-256"),
    ],
)
def test_what_accounts_does_not_give_is_told_at_once(
    world, account, owner, kept, answer, code, said
):
    world, document = reach(world, kept), a_document(number="1")
    record(world, account, kept.keeps(document["id"], PDF), document=document)
    kept.answers = [answer]

    done = world.exported(owner, "acme", format="archive_zip")

    (problem,) = done["problems"]
    assert (problem["code"], problem["document_id"]) == (code, document["id"])
    assert said in problem["detail"]
    assert done["state"] == "completed"
    assert len(kept.asked) == 1
    assert faults(world, owner, done) == []


def test_a_bureau_that_loses_the_client_meanwhile_gets_no_file(world, account, kept):
    world, document = reach(world, kept), a_document(number="1")
    bureau = world.has_account("biuro")
    link = world.has_client(account, bureau)
    accountant = world.person({bureau: "owner"})
    record(world, account, kept.keeps(document["id"], PDF), document=document)
    queued = world.export(accountant, "acme", format="archive_zip").json
    world.hears(ClientDetached(client_id=link, account_id=account, bureau_id=bureau))

    world.run()

    assert world.shown(accountant, queued["id"])["state"] == "failed"
    assert kept.asked == []


def test_an_export_that_waits_for_accounts_is_cancelled_within_a_second(
    world, account, owner, kept, monkeypatch
):
    monkeypatch.setattr(attachments, "PAUSES", (60,))
    monkeypatch.setattr(attachments, "SLICE", 0.1)
    world, document = reach(world, kept), a_document()
    record(world, account, kept.keeps(document["id"], PDF), document=document)
    kept.answers = [BUSY] * 9
    queued = world.export(owner, "acme", format="archive_zip").json
    thread = threading.Thread(target=world.runner.step, args=[Stop()])
    thread.start()
    while not kept.asked:
        time.sleep(0.01)

    began = time.monotonic()
    world.post(owner, f"/v1/exports/{queued['id']}/cancel")
    thread.join(5)

    assert time.monotonic() - began < 2
    assert world.shown(owner, queued["id"])["state"] == "cancelled"


def test_the_keys_are_published_without_their_secrets(world, account, owner, kept):
    world, document = reach(world, kept), a_document()
    record(world, account, kept.keeps(document["id"], PDF), document=document)
    world.exported(owner, "acme", format="archive_zip")

    answer = world.http.get("/.well-known/exports-jwks.json")

    (key,) = answer.json["keys"]
    assert set(key) == {"kty", "crv", "use", "alg", "kid", "x"}


def test_the_token_of_an_errand_opens_nothing_here(world, account, owner):
    caller = Caller(id=owner.id, kind="user")
    token = Errands("", world.sessions).token("/v1/exports", caller)

    answer = world.http.get("/v1/exports", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 503  # It is signed by no key that exports would take.


def test_of_a_copy_older_than_lists_of_files_it_is_said_that_they_are_not_known(
    world, account, owner, kept
):
    world = reach(world, kept)
    document = record(world, account)
    with world.sessions.begin() as session:
        session.execute(update(Document).values(attachments=None))

    done = world.exported(owner, "acme", format="archive_zip")

    manifest = json.loads(archive_of(world, owner, done).read("manifest.json"))
    assert codes(done) == [("acme", "attachment_missing")]
    assert [each["document"] for each in manifest["left_out"]] == [document["id"]]
    assert faults(world, owner, done) == []
