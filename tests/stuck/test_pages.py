"""The pages of stuck work: the same things by hand, in every service."""

import pytest

from tests.stuck.conftest import Desk


def test_an_empty_desk_says_that_nothing_is_stuck(desk: Desk) -> None:
    browser = desk.browser()

    assert "Nic się nie zablokowało" in browser.open(desk.home).text
    part = browser.open(f"{desk.home}/latest").text
    assert "Nic tu się nie zablokowało." in part
    assert "<html" not in part


def test_the_list_leads_to_each_message_also_from_the_page_of_all_services(desk: Desk) -> None:
    number = desk.a_dead_letter()
    browser = desk.browser()

    page, part = browser.open(desk.home).text, browser.open(f"{desk.home}/latest").text

    for shown in (page, part):
        assert f'{desk.home}/{number}"' in shown
        assert f"{desk.home}/{desk.reader.ids['3']}" in shown
        assert "can&#39;t bear 2" in shown
    assert 'href="/' not in part  # It stands on pages of other addresses.
    assert f"{desk.home}/{number}" not in browser.open(f"{desk.home}?state=gap").text
    assert "Nic nie pasuje" in browser.open(f"{desk.home}?state=retry&cursor=").text


def test_a_message_is_looked_at_and_tried_again_with_a_reason(desk: Desk) -> None:
    number = desk.a_dead_letter()
    desk.reader.unbearable = set()
    browser = desk.browser()

    page = browser.open(f"{desk.home}/{number}").text
    answer = browser.send(f"{desk.home}/{number}/replay", reason="baza znów działa")
    desk.reader.go_on()

    assert "&#34;text&#34;: &#34;2&#34;" in page
    assert "RuntimeError: can&#39;t bear 2" in page
    assert (answer.status_code, answer.location) == (303, desk.home)
    assert desk.reader.effects == ["1", "2", "3"]
    listed = browser.open(desk.home).text
    assert "System ponawia tę wiadomość." in listed
    assert "baza znów działa" in listed
    assert "· Ty</p>" in listed
    settled = browser.open(f"{desk.home}/{number}").text
    assert "baza znów działa" in settled
    assert f'action="{desk.home}' not in settled


def test_a_message_is_dropped_once(desk: Desk) -> None:
    number = desk.a_dead_letter()
    browser = desk.browser()
    browser.open(f"{desk.home}/{number}")

    browser.send(f"{desk.home}/{number}/drop", reason="zbędna")
    desk.reader.go_on()
    again = browser.post(f"{desk.home}/{number}/replay", reason="jednak nie")

    assert desk.reader.effects == ["1", "3"]
    assert again.status_code == 409
    assert "nie jest już zablokowana" in again.text


@pytest.mark.parametrize("step", ["replay", "drop"])
def test_without_a_reason_nothing_is_done(desk: Desk, step: str) -> None:
    number = desk.a_dead_letter()
    browser = desk.browser()
    browser.open(f"{desk.home}/{number}")

    answer = browser.send(f"{desk.home}/{number}/{step}", reason=" ")

    assert answer.status_code == 422
    assert f'id="e-{step}"' in answer.text
    assert desk.get(f"{desk.stuck}/{number}").json["message"]["state"] == "dead"


def test_what_waits_its_turn_leads_to_what_stands_before_it(desk: Desk) -> None:
    number = desk.a_dead_letter()

    page = desk.browser().open(f"{desk.home}/{desk.reader.ids['3']}").text

    assert f'href="{desk.home}/{number}"' in page
    assert f'action="{desk.home}' not in page


def test_what_is_missing_is_left_out(desk: Desk) -> None:
    desk.reader.take("late", first=3)
    late = f"{desk.home}/{desk.reader.ids['late']}"
    browser = desk.browser()

    page = browser.open(late).text
    answer = browser.send(f"{late}/skip", reason="nadawca już ich nie ma")
    desk.reader.go_on()

    assert "od 1 do 2" in page
    assert answer.location == desk.home
    assert desk.reader.effects == ["late"]


def test_what_came_right_meanwhile_leads_back_to_the_list(desk: Desk) -> None:
    desk.reader.unbearable = {"1"}
    desk.reader.take("1", tries=2)
    sick = f"{desk.home}/{desk.reader.ids['1']}"
    browser = desk.browser()
    browser.open(sick)
    desk.reader.unbearable = set()
    desk.reader.pass_time()
    desk.reader.go_on()

    sent = browser.send(f"{sick}/replay", reason="teraz")
    opened = browser.open(sick)

    assert [(a.status_code, a.location) for a in (sent, opened)] == [(303, desk.home)] * 2
    assert "nie jest już zablokowana" in browser.open(desk.home).text


def test_what_can_not_be_read_can_only_be_dropped(desk: Desk) -> None:
    desk.reader.take_raw("<nonsense>")
    (row,) = desk.get(desk.stuck).json["items"]

    page = desk.browser().open(f"{desk.home}/{row['id']}").text

    assert "<pre>&lt;nonsense&gt;</pre>" in page
    assert f"{row['id']}/drop" in page
    assert f"{row['id']}/replay" not in page


def test_to_all_others_there_are_no_pages(desk: Desk) -> None:
    number = desk.a_dead_letter()
    paths = [desk.home, f"{desk.home}/latest", f"{desk.home}/{number}"]
    steps = [f"{desk.home}/{number}/{step}" for step in ("replay", "drop", "skip")]

    for token, code in ((desk.stranger, 404), ("", 307)):
        browser = desk.browser(token)
        answers = [browser.open(path) for path in paths]
        answers += [browser.post(path, reason="x") for path in steps]
        assert [a.status_code for a in answers] == [code] * 6
        assert not any("can&#39;t bear" in a.text for a in answers)
    assert desk.get(f"{desk.stuck}/{number}").json["message"]["state"] == "dead"
