"""Whatever changes in an account leaves a row, and nobody takes one away unnoticed."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.accounts.audit.actions import record, verify
from services.accounts.audit.command import audit
from services.accounts.config import Settings
from tests.accounts.builders import Someone, World
from tests.accounts.conftest import settings_for

AUDIT = "/v1/accounts/acme/audit"
DROP = {
    "sqlite": "DROP TRIGGER {name}",
    "postgresql": "DROP TRIGGER {name} ON {table}",
}


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, tmp_path)


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


def rows(someone: Someone, what: str = "") -> list[dict[str, Any]]:
    """The audit, the oldest first."""
    answer = someone.get(AUDIT, query_string={"what": what} if what else {"limit": "200"})
    assert answer.status_code == 200, answer.text
    return list(reversed(answer.json["items"]))


def execute(world: World, statement: str) -> None:
    with world.sessions.begin() as session:
        session.execute(text(statement))


def unguard(world: World, table: str, *names: str) -> None:
    """Drop triggers, as somebody with all rights on the database could."""
    dialect = world.sessions.kw["bind"].dialect.name
    for name in names:
        if dialect == "sqlite" or name != "audit_row_stays":
            execute(world, DROP[dialect].format(name=name, table=table))


def breaks(world: World) -> list[str]:
    with world.reading() as session:
        return [complaint for _, complaint in verify(session)]


def test_a_new_account_begins_its_audit(owner: Someone) -> None:
    begun = rows(owner)

    assert [(r["number"], r["what"]) for r in begun] == [
        (1, "company"),
        (2, "owner"),
        (3, "payer"),
        (4, "role"),
    ]
    assert begun[1]["after"] == {"owner_kind": "user", "owner_id": owner.id, "owner_version": 1}
    assert begun[1]["before"] is None


def test_a_row_says_who_changed_what_and_from_what(world: World, owner: Someone) -> None:
    member = world.with_role(owner, "acme", "member")

    owner.patch(f"/v1/accounts/acme/users/{member.id}", {"role": "admin"})

    changed = rows(owner, "role")[-1]
    assert (changed["actor"], changed["actor_email"]) == (f"user/{owner.id}", owner.email)
    assert (changed["subject"], changed["before"], changed["after"]) == (
        member.id,
        {"role": "member"},
        {"role": "admin"},
    )
    assert changed["cause"]


def test_each_change_that_counts_leaves_a_row(world: World, owner: Someone) -> None:
    world.bureau("biuro500")
    path = "/v1/accounts/acme"
    owner.patch(path, {"company": {"city": "Łódź"}})
    owner.put(f"{path}/bureau", {"bureau_prefix": "biuro500"})
    owner.post(f"{path}/users", {"bureau_prefix": "biuro500", "role": "accountant"})
    owner.put(f"{path}/accountant_access", {"email": "kadry@example.com"})
    owner.delete(f"{path}/accountant_access")
    token = owner.post(f"{path}/api_tokens", {"name": "shop"}).json
    owner.delete(f"{path}/api_tokens/{token['id']}")
    owner.put(f"{path}/numbering/vat", {"pattern": "F {number}/{year}"})
    owner.post(f"{path}/ownership_transfers", {"email": "eve@example.com"})
    owner.delete(f"{path}/bureau")

    noted = [row["what"] for row in rows(owner)[4:]]

    assert Counter(noted) == {
        "company": 1,
        "linked_bureau": 3,
        "role": 2,
        "accountant_access": 2,
        "api_token": 2,
        "number_pattern": 1,
        "ownership_transfer": 1,
    }
    assert breaks(world) == []


def test_what_was_refused_leaves_no_row(owner: Someone) -> None:
    before = len(rows(owner))

    owner.delete(f"/v1/accounts/acme/users/{owner.id}")

    assert len(rows(owner)) == before


def test_no_secret_stands_in_the_audit(owner: Someone) -> None:
    token = owner.post("/v1/accounts/acme/api_tokens", {"name": "shop"}).json["token"]

    assert token.partition("/")[0] not in owner.get(AUDIT).text


def test_who_leads_and_the_bureau_read_it_and_others_do_not(world: World) -> None:
    world.bureau("biuro500")
    owner = world.served("acme")
    admin = world.with_role(owner, "acme", "admin")
    member = world.with_role(owner, "acme", "member")
    accountant = world.with_role(owner, "acme", "accountant")
    bureau = world.sign_in("biuro500@example.com")

    codes = [who.get(AUDIT).status_code for who in (owner, admin, bureau, member, accountant)]

    assert codes == [200, 200, 200, 403, 403]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_row SET actor = 'user/1' WHERE number = 1",
        "DELETE FROM audit_row WHERE number = 4",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET count = count - 1",
    ],
)
def test_the_database_refuses_to_rewrite_the_audit(
    world: World, owner: Someone, statement: str
) -> None:
    with pytest.raises(DBAPIError, match="audit"):
        execute(world, statement)

    assert len(rows(owner)) == 4


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        (
            "UPDATE audit_row SET actor = 'user/1' WHERE number = 2",
            ["row 2 is not as it was written"],
        ),
        (
            "DELETE FROM audit_row WHERE number = 2",
            [
                "row 2 is missing; row 3 follows",
                "row 3 does not follow the row before it",
            ],
        ),
        ("DELETE FROM audit_row WHERE number = 4", ["3 rows are there, 4 were written"]),
        ("DELETE FROM audit_row", ["0 rows are there, 4 were written"]),
    ],
)
def test_a_chain_tells_where_it_was_tampered_with(
    world: World, owner: Someone, settings: Settings, statement: str, complaint: list[str]
) -> None:
    unguard(world, "audit_row", "audit_row_is_kept", "audit_row_stays")

    execute(world, statement)

    assert breaks(world) == complaint
    assert audit(settings, ["verify", "--account", "acme"]) == 1


def test_a_whole_chain_verifies(
    owner: Someone, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit(settings, ["verify"]) == 0
    assert "every chain is whole" in capsys.readouterr().out


def test_a_tail_cut_off_with_its_head_is_told_by_what_was_noted_elsewhere(
    world: World,
    owner: Someone,
    settings: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    audit(settings, ["heads"])
    noted = tmp_path / "heads"
    noted.write_text(capsys.readouterr().out)
    unguard(world, "audit_row", "audit_row_is_kept", "audit_row_stays")
    unguard(world, "audit_head", "audit_head_grows", "audit_head_stays")
    execute(world, "DELETE FROM audit_row WHERE number = 4")
    execute(
        world,
        "UPDATE audit_head SET count = 3, hash = (SELECT hash FROM audit_row WHERE number = 3)",
    )

    assert audit(settings, ["verify"]) == 0
    assert audit(settings, ["verify", "--noted", str(noted)]) == 1
    assert "acme: row 4 is not the one that was noted" in capsys.readouterr().out


def test_a_chain_stays_whole_when_many_write_at_once(world: World, owner: Someone) -> None:
    account_id = world.id_of("acme")

    def write(number: int) -> None:
        with world.sessions.begin() as session:
            record(session, account_id, "test", subject=str(number), after={"number": number})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))

    assert breaks(world) == []
    assert len(rows(owner)) == 44
