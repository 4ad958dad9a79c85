"""Checks of what must hold in the domain: states, owners and seats."""

from collections import Counter, defaultdict
from itertools import pairwise

from tests.faults.case import Case, Complaints


def steps_follow_each_other(case: Case) -> Complaints:
    """Each thing began once, each step began where the one before ended, and there it stands."""
    for service, lifecycle, table in MACHINES:
        books = case.books[service]
        paths = defaultdict(list)
        for row in sorted(books["history"], key=lambda row: row["position"]):
            if row["lifecycle"] == lifecycle:
                paths[row["entity_id"]].append((row["source"], row["dest"]))
        for thing in books[table]:
            path = paths[thing["id"]]
            chained = path and path[0][0] is None and path[-1][1] == thing["state"]
            if not chained or any(one[1] != two[0] for one, two in pairwise(path)):
                yield f"the {lifecycle} {thing['id']} is {thing['state']} by {path}"


MACHINES = (
    ("bureau", "client", "client"),
    ("bureau", "company", "company_request"),
    ("bureau", "module", "module"),
    ("accounts", "ownership_transfer", "ownership_transfer"),
    ("exports", "job", "job"),
)


def accounts_have_one_owner(case: Case) -> Complaints:
    """Each account has exactly one owner, who is a user with that role or an active bureau."""
    accounts = case.books["accounts"]
    owners = defaultdict(list)
    for row in accounts["membership"]:
        if row["role"] == "owner":
            owners[row["account_id"]].append(row["user_id"])
    modules = case.books["bureau"].by("module", "id")
    for account in accounts["account"]:
        people = owners[account["id"]]
        if account["owner_kind"] == "user":
            right = people == [account["owner_id"]]
        else:
            module = modules.get(account["owner_id"])
            right = not people and module is not None and module["state"] == "active"
        if not right:
            yield f"{account['prefix']} is owned by {account['owner_id']}, and by {people}"


def seats_are_right(case: Case) -> Complaints:
    """I8: a bureau uses as many seats as it has accounts to pay for, and each was taken once."""
    bureau = case.books["bureau"]
    movements: Counter[str] = Counter()
    for row in bureau["seat_movement"]:
        movements[row["holder"]] += row["change"]
    for holder, seats in movements.items():
        if seats not in (0, 1):
            yield f"{holder} holds {seats} seats"
    held = Counter(life.bureau for life in case.ledger.lives if life.holds_seat)
    for module in bureau["module"]:
        moved = sum(
            row["change"] for row in bureau["seat_movement"] if row["bureau_id"] == module["id"]
        )
        found = {module["used"], moved, held[module["prefix"]]}
        if len(found) > 1 or module["used"] > module["package_size"]:
            yield (
                f"{module['prefix']} uses {module['used']} of {module['package_size']} seats, "
                f"moved {moved}, and holds {held[module['prefix']]} by the ledger"
            )
