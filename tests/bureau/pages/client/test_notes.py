"""The bureau's notes on a client's page."""

from tests.bureau.pages.client.conftest import API, CLIENT


def test_notes_are_written_changed_and_taken_away(stage, owner, browser):
    stage.client("alfa")
    browser.open(CLIENT)

    browser.send(f"{CLIENT}/notes", own_number="K-17", tags="Ryczałt, VAT,ryczałt", note="Pilne")
    page = browser.open(CLIENT)
    written = stage.get(f"{API}/desk", owner).json
    browser.send(f"{CLIENT}/notes", own_number="", tags="vat", note="")

    assert (written["own_number"], written["note"]) == ("K-17", "Pilne")
    assert written["tags"] == ["ryczałt", "vat"]
    assert '<p class="note">Pilne</p>' in page.text
    after = stage.get(f"{API}/desk", owner).json
    assert (after["own_number"], after["note"], after["tags"]) == (None, None, ["vat"])


def test_notes_that_somebody_else_wrote_meanwhile_are_not_overwritten(stage, owner, browser):
    stage.client("alfa")
    browser.open(CLIENT)
    stage.call("PUT", f"{API}/desk", owner, {"note": "Od kogoś innego"})

    answer = browser.send(f"{CLIENT}/notes", note="Moje")

    assert answer.status_code == 412
    assert "W międzyczasie ktoś inny coś tu zapisał." in answer.text
    assert ">Moje</textarea>" in answer.text
    assert stage.get(f"{API}/desk", owner).json["note"] == "Od kogoś innego"


def test_a_tag_that_is_too_long_is_told_at_its_field(stage, browser):
    stage.client("alfa")
    browser.open(CLIENT)

    answer = browser.send(f"{CLIENT}/notes", tags="x" * 41)

    assert answer.status_code == 422
    assert 'id="e-tags"' in answer.text
