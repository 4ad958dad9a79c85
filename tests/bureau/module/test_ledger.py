"""The ledger of seats adds up at every moment, and says so to whoever asks."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, update

from services.bureau.config import Settings
from services.bureau.module.models import Module, SeatMovement
from services.bureau.module.verify import seats
from shared.command_line import Usage

SEATS = "/v1/bureaus/biuro500/module/seats"


@pytest.fixture
def settings(stage):
    url = stage.sessions.kw["bind"].url.render_as_string(hide_password=False)
    return Settings(url, "embedded:////nowhere/bus.db", "", "", 600)


def test_each_movement_is_shown_and_they_sum_to_what_is_used(stage_on_each):
    stage = stage_on_each
    owner = stage.bureau(size=3)
    kept, left = stage.created_client("kept", owner), stage.created_client("left", owner)
    stage.change_owner("left")
    stage.post("/v1/bureaus/biuro500/clients/left/detach", owner)

    books = stage.get(SEATS, owner).json

    assert books["balanced"] is True
    assert (books["size"], books["used"], books["moved"], books["holders"]) == (3, 1, 1, 1)
    assert [row["change"] for row in books["items"]] == [-1, 1, 1]
    assert kept != left


def test_the_ledger_adds_up_at_every_moment_of_fifty_requests_at_once(stage_on_each):
    stage = stage_on_each
    owner = stage.bureau(size=20)

    with ThreadPoolExecutor(8) as people:
        asked = [people.submit(stage.add_company, f"firma{n}", owner) for n in range(50)]
        looks = [people.submit(stage.get, SEATS, owner) for _ in range(20)]

    assert all(look.result().json["balanced"] for look in looks)
    assert sum(1 for each in asked if each.result()) == 20
    assert stage.get(SEATS, owner).json["used"] == 20


def test_a_bureau_without_a_package_has_an_empty_ledger(stage):
    stage.open_account("zwykla")

    books = stage.get("/v1/bureaus/zwykla/module/seats", stage.operator).json

    assert (books["balanced"], books["used"], books["items"]) == (True, 0, [])


def test_the_command_says_that_the_books_add_up(stage, settings, capsys):
    owner = stage.bureau(size=3)
    stage.created_client("kept", owner)
    stage.bureau("biuro600")
    capsys.readouterr()

    assert seats(settings, ["verify"]) == 0

    first, second = capsys.readouterr().out.splitlines()
    assert first == (
        "biuro500: adds up: 1 of 3 seats used, 1 by the movements, 1 holders, 0 waiting"
    )
    assert second.startswith("biuro600: adds up: 0 of 5")


def lose_a_movement(session):
    session.execute(delete(SeatMovement))


def count_wrongly(session):
    session.execute(update(Module).values(used=2))


def count_a_seat_for_nobody(session):
    session.execute(update(SeatMovement).values(change=-1))


@pytest.mark.parametrize("harm", [lose_a_movement, count_wrongly, count_a_seat_for_nobody])
def test_the_command_ends_with_1_where_they_do_not(stage, settings, capsys, harm):
    owner = stage.bureau(size=3)
    stage.created_client("kept", owner)
    with stage.sessions.begin() as session:
        harm(session)

    assert seats(settings, ["verify", "biuro500"]) == 1
    assert "DOES NOT ADD UP" in capsys.readouterr().out
    assert stage.get(SEATS, owner).json["balanced"] is False


def test_a_bureau_that_is_not_there_and_words_without_sense_are_refused(stage, settings):
    assert seats(settings, ["verify", "nikt"]) == 1
    with pytest.raises(Usage):
        seats(settings, ["count"])
