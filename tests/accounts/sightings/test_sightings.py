"""Whoever looks at an account's documents is seen doing it, and its owner reads of that."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import delete, event, select, update
from sqlalchemy.exc import DBAPIError

from services.accounts.sightings.actions import forget_old
from services.accounts.sightings.models import Sighting
from services.accounts.sightings.notes import Seen, hour_of, insert, row_of
from shared.clock import now
from shared.contracts.bureau import ClientAssigned
from shared.contracts.exports import ExportCompleted
from shared.ids import new_id
from tests.accounts.builders import PASSWORD, Someone, World
from tests.accounts.sightings.conftest import DOCUMENTS, SIGHTINGS, notes_of, seen, told

OWNER, BUREAU = "acme@example.com", "biuro500@example.com"


def an_export(world: World, by: str, *prefixes: str) -> ExportCompleted:
    accounts = [world.id_of(prefix) for prefix in prefixes]
    return ExportCompleted(job_id=new_id(), format="jpk_fa_4", accounts=accounts, requested_by=by)


def rows_written(world: World) -> int:
    with world.reading() as session:
        return len(session.scalars(select(Sighting.id)).all())


def test_each_way_of_looking_is_told(
    world: World, owner: Someone, document: str, attachment: str
) -> None:
    bureau = world.sign_in(BUREAU)
    for path in ("", f"/{document}", f"/{document}.pdf", f"/{document}.xml"):
        assert bureau.get(f"{DOCUMENTS}{path}").status_code == 200
    bureau.get(f"{DOCUMENTS}/{document}/attachments/{attachment}")

    rows = seen(owner)

    assert [row["what"] for row in rows] == ["list", "view", "print", "original", "attachment"]
    assert {(row["actor_email"], row["via"], row["bureau_prefix"]) for row in rows} == {
        (BUREAU, "bureau", "biuro500")
    }
    assert rows[0]["document"] is None
    assert [row["document"] for row in rows[1:]] == [{"id": document, "number": "FV 1/04/2026"}] * 4
    assert {row["actor"] for row in rows} == {f"user/{bureau.id}"}


def test_members_are_told_of_as_their_own_and_a_bureaus_member_as_the_bureaus(
    world: World, owner: Someone, document: str
) -> None:
    member = world.with_role(owner, "acme", "member")
    carer = world.with_role(world.sign_in(BUREAU), "biuro500", "member")
    link = world.said("accounts.account.bureau_linked.v1")[-1]
    facts = {name: link[name] for name in ("account_id", "bureau_id")}
    world.hear(ClientAssigned(client_id=link["link_id"], user_ids=[carer.id], **facts))

    for someone in (owner, member, carer):
        assert someone.get(f"{DOCUMENTS}/{document}").status_code == 200

    assert told(owner) == [
        (OWNER, "view", "own"),
        (member.email, "view", "own"),
        (carer.email, "view", "bureau"),
    ]


def test_somebody_with_a_role_of_both_kinds_looks_as_a_member(
    world: World, owner: Someone, document: str
) -> None:
    body = {"email": BUREAU, "role": "member", "password": PASSWORD}
    owner.post("/v1/accounts/acme/users", body)

    world.sign_in(BUREAU).get(f"{DOCUMENTS}/{document}")

    assert told(owner) == [(BUREAU, "view", "own")]


def test_the_same_in_one_hour_is_told_once(world: World, owner: Someone) -> None:
    saw = Seen(world.id_of("acme"), f"user/{owner.id}", None, "list", "")
    begin = hour_of(now()) + timedelta(minutes=10)

    with time_machine.travel(begin, tick=False) as clock:
        for minutes in (0, 20, 60):
            clock.move_to(begin + timedelta(minutes=minutes))
            notes_of(owner).add(saw)
        notes_of(owner).write()

    with world.reading() as session:
        moments = session.scalars(select(Sighting.at).order_by(Sighting.at)).all()
    assert [moment - begin for moment in moments] == [timedelta(0), timedelta(hours=1)]


def test_what_two_processes_saw_is_one_sighting(world: World, owner: Someone) -> None:
    same = row_of(Seen(world.id_of("acme"), "user/1", None, "list", ""), now())

    for _ in range(2):
        with world.sessions.begin() as session:
            insert(session, [same | {"id": new_id()}])

    assert rows_written(world) == 1


def test_of_a_program_it_is_told_that_it_read_and_not_what(
    world: World, owner: Someone, document: str
) -> None:
    given = owner.post("/v1/accounts/acme/api_tokens", {"name": "Sklep"}).json
    listed = world.nobody.get(f"/invoices.json?api_token={given['token']}&period=all").json
    for path in (f"/invoices/{listed[0]['id']}.json", f"/invoices/{listed[0]['id']}.pdf"):
        assert world.nobody.get(f"{path}?api_token={given['token']}").status_code == 200

    rows = seen(owner)

    assert [(row["actor_name"], row["what"]) for row in rows] == [
        ("Sklep", "list"),
        ("Sklep", "view"),
        ("Sklep", "print"),
    ]
    assert {row["actor"] for row in rows} == {f"product/{given['id']}"}
    assert [row["document"] for row in rows] == [None] * 3


def test_what_is_refused_and_what_is_written_is_no_sighting(
    world: World, owner: Someone, document: str
) -> None:
    stranger = world.account("strangers")

    assert stranger.get(f"{DOCUMENTS}/{document}").status_code == 404
    assert owner.get(f"{DOCUMENTS}/{new_id()}").status_code == 404
    assert owner.get(f"/v1/accounts/strangers/documents/{document}").status_code == 404
    assert owner.post(f"{DOCUMENTS}/{document}/payments", {"amount": "1.00"}).status_code == 201
    assert owner.get("/v1/accounts/acme").status_code == 200

    assert seen(owner) == []


def test_reading_writes_nothing_and_asks_nothing_more(owner: Someone, document: str) -> None:
    statements: list[str] = []
    engine = owner.app.extensions["reading"].kw["bind"]
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    for _ in range(2):
        owner.get(f"{DOCUMENTS}/{document}")

    assert not [each for each in statements if "sighting" in each or "INSERT" in each]
    half = len(statements) // 2
    assert statements[:half] == statements[half:]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 5),
        ({"what": "view"}, 2),
        ({"via": "bureau"}, 2),
        ({"via": "own"}, 3),
        ({"from": "2020-01-01", "to": "2020-01-31"}, 0),
        ({"from": "2020-01-01"}, 5),
    ],
)
def test_sightings_are_chosen(
    world: World, owner: Someone, document: str, query: dict[str, str], found: int
) -> None:
    for someone in (owner, world.sign_in(BUREAU)):
        someone.get(DOCUMENTS)
        someone.get(f"{DOCUMENTS}/{document}")
    owner.get(f"{DOCUMENTS}/{document}.xml")

    assert len(seen(owner, **query)) == found


def test_sightings_are_chosen_by_person_and_by_document(
    world: World, owner: Someone, document: str
) -> None:
    bureau = world.sign_in(BUREAU)
    bureau.get(DOCUMENTS)
    owner.get(f"{DOCUMENTS}/{document}")

    assert told(owner, who=bureau.id) == [(BUREAU, "list", "bureau")]
    assert told(owner, document=document) == [(OWNER, "view", "own")]
    assert owner.get(SIGHTINGS, query_string={"what": "smell"}).status_code == 422


def test_the_list_goes_on_where_it_ended(owner: Someone, document: str) -> None:
    for path in ("", f"/{document}", f"/{document}.xml"):
        owner.get(f"{DOCUMENTS}{path}")
    notes_of(owner).write()

    first = owner.get(SIGHTINGS, query_string={"limit": "2"}).json
    rest = owner.get(SIGHTINGS, query_string={"limit": "2", "cursor": first["next"]}).json

    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert len({row["id"] for row in first["items"] + rest["items"]}) == 3


def test_only_who_may_change_settings_reads_of_it(
    world: World, owner: Someone, document: str
) -> None:
    admin = world.with_role(owner, "acme", "admin")
    others = [world.with_role(owner, "acme", role) for role in ("member", "accountant")]

    assert admin.get(SIGHTINGS).status_code == 200
    assert [each.get(SIGHTINGS).status_code for each in others] == [403, 403]
    assert world.sign_in(BUREAU).get(SIGHTINGS).status_code == 403


def test_what_another_account_saw_is_not_told(world: World, owner: Someone, document: str) -> None:
    other = world.account("other")
    other.get("/v1/accounts/other/documents")
    notes_of(owner).write()

    assert seen(owner) == []
    assert len(other.get("/v1/accounts/other/sightings").json["items"]) == 1


def test_an_export_is_told_to_each_account_in_it(world: World, owner: Someone) -> None:
    world.served("other")
    bureau = world.sign_in(BUREAU)
    export = an_export(world, bureau.id, "acme", "other")

    world.hear(export, export)

    (row,) = seen(owner)
    other = world.sign_in("other@example.com").get("/v1/accounts/other/sightings").json["items"]
    assert (row["what"], row["actor_email"], row["via"]) == ("export", BUREAU, "bureau")
    assert row["export"] == {"id": export.job_id, "format": "jpk_fa_4"}
    assert row["document"] is None
    assert len(other) == 1


def test_an_export_of_ones_own_and_of_a_program_is_told_as_such(
    world: World, owner: Someone
) -> None:
    token = owner.post("/v1/accounts/acme/api_tokens", {"name": "Magazyn"}).json["id"]

    world.hear(an_export(world, owner.id, "acme"), an_export(world, token, "acme"))
    world.hear(an_export(world, new_id(), "acme"))  # By somebody who is not here any more.

    assert told(owner) == [(OWNER, "export", "own"), ("Magazyn", "export", "own")]


@pytest.mark.parametrize("statement", [update(Sighting).values(actor="user/2"), delete(Sighting)])
def test_the_database_itself_keeps_a_sighting_as_it_is(
    world: World, owner: Someone, document: str, statement: Any
) -> None:
    owner.get(f"{DOCUMENTS}/{document}")
    notes_of(owner).write()

    with pytest.raises(DBAPIError, match=r"kept|never"), world.sessions.begin() as session:
        session.execute(statement)

    assert rows_written(world) == 1


def test_sightings_are_forgotten_after_a_year(world: World, owner: Someone) -> None:
    saw = Seen(world.id_of("acme"), "user/1", None, "list", "")
    with world.sessions.begin() as session:
        insert(session, [row_of(saw, now() - timedelta(days=days)) for days in (364, 366)])

    with world.sessions.begin() as session:
        forget_old(session)

    with world.reading() as session:
        (left,) = session.scalars(select(Sighting.at)).all()
    assert now() - left < timedelta(days=365)


def test_sightings_outlast_the_document_and_the_role(
    world: World, owner: Someone, document: str
) -> None:
    member = world.with_role(owner, "acme", "member")
    member.get(f"{DOCUMENTS}/{document}")
    owner.delete(f"/v1/accounts/acme/users/{member.id}")
    owner.delete(f"{DOCUMENTS}/{document}")

    assert told(owner) == [(member.email, "view", "own")]
