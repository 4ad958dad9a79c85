"""Kto co zrobił i zobaczył: changes in words, whether the record is whole, who saw what."""

from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import text

from services.accounts.audit.models import AuditRow
from services.accounts.audit.watching import WATCHED
from services.accounts.pages.settings.audit.names import Names
from services.accounts.pages.settings.audit.words import KINDS, TELLING, told
from shared.contracts.exports import ExportCompleted
from shared.ids import new_id
from tests.accounts.builders import Someone, World
from tests.accounts.documents.bodies import a_document
from tests.accounts.pages.conftest import browser_of

AUDIT = "/account/acme/settings/audit"
SEEN = f"{AUDIT}/seen"
BUREAU = "biuro500@example.com"


@pytest.fixture
def owner(world: World) -> Someone:
    world.bureau("biuro500")
    return world.served("acme")


def shown(world: World, someone: Someone, path: str = AUDIT) -> str:
    world.app.extensions["sightings"].write()
    answer = browser_of(world, someone).open(path)
    assert answer.status_code == 200, path
    return str(answer.text)


def test_what_happened_is_told_in_words(world: World, owner: Someone) -> None:
    member = world.with_role(owner, "acme", "member", "osoba@example.com")
    owner.patch(f"/v1/accounts/acme/users/{member.id}", {"role": "admin"})
    owner.patch("/v1/accounts/acme", {"company": {"city": "Łódź"}})
    given = owner.post("/v1/accounts/acme/api_tokens", {"name": "Sklep"}).json
    owner.delete(f"/v1/accounts/acme/api_tokens/{given['id']}")
    owner.post("/v1/accounts/acme/ownership_transfers", {"email": "nowa@example.com"})
    owner.delete(f"/v1/accounts/acme/users/{member.id}")

    page = shown(world, owner)

    for said in (
        "Konto zostało założone",
        "Właściciel: acme@example.com",
        "Połączono z biurem Zażółć",
        "Biuro widzi dokumenty jako księgowy",
        "osoba@example.com ma dostęp, rola: Użytkownik",
        "Nowa rola dla osoba@example.com: Administrator",
        "Miejscowość: Warszawa → Łódź",
        "Utworzono token API „Sklep”",
        "Unieważniono token API „Sklep”",
        "Zaproponowano przejęcie konta: nowa@example.com",
        "osoba@example.com nie ma już dostępu",
        "osoba niezalogowana",
    ):
        assert said in page, said


def test_changes_are_chosen_by_person_and_by_kind(world: World, owner: Someone) -> None:
    admin = world.with_role(owner, "acme", "admin", "osoba@example.com")
    admin.patch("/v1/accounts/acme", {"company": {"city": "Łódź"}})

    by_admin = shown(world, owner, f"{AUDIT}?who=user/{admin.id}&what=")
    by_kind = shown(world, owner, f"{AUDIT}?who=&what=api_token")

    assert by_admin.count("<time") == 1
    assert "Miejscowość: Warszawa → Łódź" in by_admin
    assert "Nic nie pasuje" in by_kind
    assert browser_of(world, owner).open(f"{AUDIT}?what=weather").status_code == 422


def test_a_long_audit_goes_on_on_the_next_page(world: World, owner: Someone) -> None:
    for number in range(60):
        owner.patch("/v1/accounts/acme", {"company": {"house_number": str(number)}})

    first = shown(world, owner)

    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = shown(world, owner, f"{AUDIT}{following}")
    assert first.count("<time") == 50
    assert "Konto zostało założone" not in first
    assert "Konto zostało założone" in second


def test_it_says_whether_the_record_is_whole(world: World, owner: Someone) -> None:
    before = shown(world, owner)
    with world.sessions.begin() as session:
        session.execute(text("DROP TRIGGER audit_row_is_kept"))
        session.execute(text("UPDATE audit_row SET actor = 'user/other' WHERE number = 2"))

    after = shown(world, owner)

    assert "wszystkie takie, jak zostały zapisane" in before
    assert "Naruszony w 1 miejscu" in after


def test_a_long_chain_is_checked_when_somebody_asks(
    world: World, owner: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    routes = import_module("services.accounts.pages.settings.audit.routes")
    monkeypatch.setattr(routes, "CHECKED_AT_ONCE", 1)

    assert "Sprawdź wszystkie wpisy" in shown(world, owner)
    assert "wszystkie takie, jak zostały zapisane" in shown(world, owner, f"{AUDIT}?check=true")


def test_the_bureau_reads_what_changed_and_not_who_saw_what(world: World, owner: Someone) -> None:
    bureau = world.sign_in(BUREAU)

    page = shown(world, bureau)

    assert "Połączono z biurem" in page
    assert "settings/tokens" not in page
    assert SEEN not in page
    assert browser_of(world, bureau).open(SEEN).status_code == 403


def test_members_read_neither(world: World, owner: Someone) -> None:
    member = browser_of(world, world.with_role(owner, "acme", "member"))

    assert [member.open(path).status_code for path in (AUDIT, SEEN)] == [403, 403]


def test_who_saw_what_is_told_in_one_line_for_each_document(world: World, owner: Someone) -> None:
    assert "Nikt jeszcze nie zaglądał" in shown(world, owner, SEEN)
    body = a_document(buyer={"name": "Odbiorca SA"})
    document = owner.post("/v1/accounts/acme/documents", body).json
    bureau = world.sign_in(BUREAU)
    for end in ("", f"/{document['id']}", f"/{document['id']}.pdf"):
        bureau.get(f"/v1/accounts/acme/documents{end}")

    page = shown(world, owner, SEEN)

    assert page.count('<th scope="row">') == 2
    assert "przejrzano listę dokumentów" in page
    assert "otwarto, PDF" in page
    assert f'href="/account/acme/documents/{document["id"]}">{document["number"]}</a>' in page
    assert page.count("biuro500</span>") == 2


def test_sightings_are_chosen_and_a_program_is_named(world: World, owner: Someone) -> None:
    given = owner.post("/v1/accounts/acme/api_tokens", {"name": "Sklep"}).json
    world.nobody.get(f"/invoices.json?api_token={given['token']}")
    account = world.id_of("acme")
    facts: dict[str, Any] = {"job_id": new_id(), "format": "jpk_fa_4", "accounts": [account]}
    world.hear(ExportCompleted(**facts, requested_by=world.sign_in(BUREAU).id))

    everything = shown(world, owner, SEEN)
    program = shown(world, owner, f"{SEEN}?who={given['id']}&what=&via=&from=&to=")
    exports = shown(world, owner, f"{SEEN}?what=export&via=bureau")

    assert everything.count('<th scope="row">') == 2
    assert program.count('<th scope="row">') == 1
    assert "program „Sklep”" in program
    assert exports.count('<th scope="row">') == 1
    assert "JPK FA 4" in exports
    assert "Nic nie pasuje" in shown(world, owner, f"{SEEN}?to=2020-01-01")


def test_every_kind_of_row_has_its_words() -> None:
    assert {watched.what for watched in WATCHED} | {"number_pattern"} == TELLING.keys()
    assert TELLING.keys() == KINDS.keys()


STATES = {
    "ownership_transfer": ("accepted", "declined", "expired", "cancelled", "offered"),
    "freeze": ("frozen", "open"),
    "deletion": ("asked", "confirmed", "done", "withdrawn"),
    "leaving": ("started", "handed_over", "withdrawn", "stopped", "completed"),
}


@pytest.mark.parametrize(
    ("what", "state"), [(w, s) for w, states in STATES.items() for s in states]
)
def test_each_state_is_told_as_another(world: World, what: str, state: str) -> None:
    with world.app.test_request_context(headers={"Accept-Language": "pl"}):
        row = AuditRow(what=what, subject="1", before={"state": "x"}, after={"state": state})
        others = [each for each in STATES[what] if each != state]
        said = told(row, Names({}, {}, {}, {})).title
        rest = {
            told(
                AuditRow(what=what, subject="1", before={}, after={"state": each}),
                Names({}, {}, {}, {}),
            ).title
            for each in others
        }

    assert said
    assert said not in rest


def test_a_kind_that_is_not_known_is_named_as_it_is(world: World) -> None:
    with world.app.test_request_context(headers={"Accept-Language": "pl"}):
        row = AuditRow(what="weather", subject="1", before=None, after={})

        assert told(row, Names({}, {}, {}, {})).title == "Coś się zmieniło: weather"
