"""Checks that every life went as the services had answered: not stuck, lost or doubled."""

from collections import Counter, defaultdict

from tests.faults.books import Row
from tests.faults.case import Case, Complaints
from tests.faults.ledger import Life


def every_life_went_to_its_end(case: Case) -> Complaints:
    """No thread of the test gave up, and no life was left in the middle."""
    yield from case.ledger.failures
    for life in case.ledger.lives:
        if not life.finished:
            yield f"{_of(life)} is stuck after {life.steps}"


def histories_hold_what_was_answered(case: Case) -> Complaints:
    """I5: each step that was answered is in the history once, in its place, and no other."""
    paths = _paths(case)
    for life in case.ledger.lives:
        found = paths[life.bureau, life.prefix]
        if life.finished and found != life.steps:
            yield f"{_of(life)} went {found}, and was answered {life.steps}"
    known = {(life.bureau, life.prefix) for life in case.ledger.lives}
    for bureau, prefix in paths.keys() - known:
        yield f"{prefix} is a client of {bureau}, which nobody asked for"


def clients_stand_where_they_were_left(case: Case) -> Complaints:
    """The newest client of each pair is in the state that was last answered."""
    states = _states(case)
    for life in case.ledger.lives:
        found = states.get((life.bureau, life.prefix))
        if found != life.state:
            yield f"{_of(life)} is {found}, not {life.state}"


def accounts_belong_to_whom_they_were_given(case: Case) -> Complaints:
    """The owner is the person of the ledger, or the bureau; who found no seat has no account."""
    accounts = case.books["accounts"]
    account_of, users = accounts.by("account", "prefix"), accounts.by("user", "id")
    for life in case.ledger.lives:
        account = account_of.get(life.prefix)
        owner = users.get(account["owner_id"], {}).get("email") if account else None
        if account is None and life.kind in ("found no seat", "walked away"):
            continue
        if account is None or owner != life.owner:
            yield f"{_of(life)} is owned by {owner}, not by {life.owner}"


def documents_are_those_that_went_in(case: Case) -> Complaints:
    """The originals of an account are the files that were answered as imported."""
    accounts = case.books["accounts"].by("account", "prefix")
    files: dict[str, Counter[str]] = defaultdict(Counter)
    for row in case.books["accounts"]["original"]:
        files[row["account_id"]][row["sha256"]] += 1
    wanted: dict[str, Counter[str]] = defaultdict(Counter)
    for life in case.ledger.lives:
        wanted[life.prefix] += Counter(life.documents.values())
    for prefix, documents in wanted.items():
        found = files[accounts[prefix]["id"]] if prefix in accounts else Counter()
        if found != documents:
            yield f"{prefix} has the files {dict(found)}, not {dict(documents)}"


def requests_for_companies_were_settled(case: Case) -> Complaints:
    """Each company that was asked for was created or rejected, as often as it was asked for."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in case.books["bureau"]["company_request"]:
        found[row["prefix"]][row["state"]] += 1
    wanted = {"created by bureau": "created", "found a seat": "created"}
    for life in case.ledger.lives:
        states = found.pop(life.prefix, Counter())
        if life.kind in wanted and life.finished and states != Counter([wanted[life.kind]]):
            yield f"{_of(life)}: its requests are {dict(states)}"
        if life.kind not in wanted and set(states) - {"rejected"}:
            yield f"{_of(life)}: nobody asked for {dict(states)}"
    for prefix, states in found.items():
        yield f"nobody asked for {prefix}: {dict(states)}"


def exports_were_finished(case: Case) -> Complaints:
    """Each export that was asked for is there, and completed."""
    jobs = case.books["exports"].by("job", "id")
    for life in case.ledger.lives:
        for export in life.exports:
            state = jobs.get(export, {}).get("state")
            if state != "completed":
                yield f"export {export} of {life.prefix} is {state}"


def _paths(case: Case) -> dict[tuple[str, str], list[str]]:
    """The triggers in the histories of all clients, by prefix of the bureau and of the account."""
    bureau = case.books["bureau"]
    pair = {row["id"]: _pair(case, row) for row in bureau["client"]}
    paths: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sorted(bureau["history"], key=lambda row: row["position"]):
        if row["lifecycle"] == "client" and row["entity_id"] in pair:
            paths[pair[row["entity_id"]]].append(row["trigger"])
    return paths


def _states(case: Case) -> dict[tuple[str, str], str]:
    """The newest state of each pair; ids of links rise with time."""
    clients = sorted(case.books["bureau"]["client"], key=lambda row: row["id"])
    return {_pair(case, row): row["state"] for row in clients}


def _pair(case: Case, client: Row) -> tuple[str, str]:
    accounts = case.books["accounts"].by("account", "id")
    return accounts[client["bureau_id"]]["prefix"], accounts[client["account_id"]]["prefix"]


def _of(life: Life) -> str:
    return f"{life.prefix} of {life.bureau} ({life.kind})"
