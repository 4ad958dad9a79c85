"""A hand-over package holds what is attached, and is not verified without it."""

from dataclasses import replace

import pytest

from services.exports.app import storage
from services.exports.handover_packages.lifecycle import MAKING, VERIFIED
from services.exports.runner import attachments
from services.exports.runner.process import Runner
from shared.contracts.accounts import DocumentRecorded
from tests.exports.attachments.keeper import keeper
from tests.exports.handover_packages.played import played
from tests.exports.handover_packages.test_making import an_archive
from tests.exports.world import a_document

PDF = b"%PDF-1.4 a contract"


@pytest.fixture(autouse=True)
def little_patience(monkeypatch):
    monkeypatch.setattr(attachments, "PAUSES", (0.01,))


@pytest.fixture
def kept(world):
    with keeper(world) as running:
        yield running


@pytest.fixture
def account(world, kept):
    """It has a document with a file."""
    runner = Runner(world.engine, storage(world.settings), accounts_url=kept.url)
    found = played(replace(world, runner=runner))
    document = a_document(number="FV 1/10/2026", issue_date="2026-10-03")
    found.has(document, told=False)
    files = [kept.keeps(document["id"], PDF)]
    world.hears(DocumentRecorded(account_id=found.account_id, document=document, attachments=files))
    return found


def test_a_package_holds_what_is_attached_and_fetches_it_for_the_account(world, account, kept):
    package = account.verified(account.asks())

    assert package.state is VERIFIED
    assert an_archive(world, package).read("attachments/FV 1_10_2026_umowa.pdf") == PDF
    ((_, caller),) = kept.asked
    assert (caller.kind, caller.id) == ("account", account.account_id)


def test_a_package_waits_while_a_file_of_it_can_not_be_had(world, account, kept):
    kept.answers = [(503, b"{}")] * 2
    package_id = account.asks()
    account.step()
    account.answers(package_id)
    account.step()

    waiting = account.row(package_id)
    assert waiting.state is MAKING
    assert [each["code"] for each in waiting.differences] == ["attachment"]
    shown = world.get(
        world.person({account.account_id: "owner"}),
        f"/v1/accounts/acme/handover_packages/{package_id}",
    )
    assert "attached" in shown.json["differences"][0]["detail"]
    account.waits(package_id)
    assert account.verified(package_id).state is VERIFIED
