"""Checks of the bus, event by event: the invariants that outbox and inbox promise (I1 … I6)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from tests.faults.books import Books, Row
from tests.faults.case import Case, Complaints


def nothing_was_made_up(case: Case) -> Complaints:
    """I1: what was handled had been sent, and so had the cause of every effect."""
    known = case.sent.keys() | case.poison
    for books in case.books.values():
        for row in books["inbox"]:
            if row["message_id"] not in known:
                yield f"{books.service} handled {row['message_id']}, which nobody sent"


def nothing_was_lost(case: Case) -> Complaints:
    """I2: every message was handled by every service whose queue is bound for it."""
    for listener, patterns in case.bindings.items():
        handled = {row["message_id"] for row in case.books[listener]["inbox"]}
        for message_id, row in case.sent.items():
            if message_id not in handled and any(fits(row["name"], one) for one in patterns):
                yield f"{listener} never handled {row['name']} of {row['subject']} ({message_id})"


def nothing_had_two_effects(case: Case) -> Complaints:
    """I3: no two steps of one thing along one trigger have the same cause."""
    for books in case.books.values():
        steps = Counter(
            (row["cause"], row["lifecycle"], row["entity_id"], row["trigger"])
            for row in books["history"]
            if row["cause"]
        )
        for step, times in steps.items():
            if times > 1:
                yield f"{books.service} did {step} {times} times"


def messages_were_numbered_without_a_gap(case: Case) -> Complaints:
    """I4, at the sender: the messages of a subject are 1, 2, 3 … in the order of their ids."""
    for books in case.books.values():
        versions = defaultdict(list)
        for row in books["outbox"]:
            versions[row["subject"]].append(row["subject_version"])
        for subject, found in versions.items():
            if found != list(range(1, len(found) + 1)):
                yield f"{books.service} numbered the messages of {subject} {found}"


def messages_were_handled_in_their_order(case: Case) -> Complaints:
    """I4, at the listener: each subject was handled to its end, and never a step back."""
    last = {
        (f"/{books.service}", row["subject"]): row["version"]
        for books in case.books.values()
        for row in books["outbox_subject"]
    }
    sent = case.sent
    for books in case.books.values():
        for fence in books["inbox_subject"]:
            wanted = last.get((fence["source"], fence["subject"]))
            if wanted is not None and fence["version"] != wanted:
                yield (
                    f"{books.service} stands at {fence['version']} of {wanted} "
                    f"in {fence['subject']} of {fence['source']}"
                )
        received = sorted(books["inbox"], key=lambda row: row["received_at"])
        handled = [sent[row["message_id"]] for row in received if row["message_id"] in sent]
        yield from _steps_back(books.service, handled)


def _steps_back(listener: str, handled: Iterable[Row]) -> Complaints:
    versions = defaultdict(list)
    for row in handled:
        versions[row["name"].split(".")[0], row["subject"]].append(row["subject_version"])
    for subject, found in versions.items():
        if any(earlier >= later for earlier, later in pairwise(found)):
            yield f"{listener} handled {subject} in the order {found}"


def nothing_is_left_over(case: Case) -> Complaints:
    """I6: nothing is unsent, parked or dead but the poison."""
    for books in case.books.values():
        for row in _waiting(books):
            if row["message_id"] not in {None, *case.poison}:
                yield f"{books.service}: {row['name']} of {row['subject']} waits ({_why(row)})"


def _waiting(books: Books) -> list[Row]:
    unsent = [row for row in books["outbox"] if row["sent_at"] is None]
    dead = [row for row in books["dead_letter"] if row["state"] == "open"]
    return [*unsent, *books["parked"], *dead]


def _why(row: Row) -> str:
    why = row.get("error") or row.get("last_error") or row.get("reason") or "unsent"
    return str(why).strip().splitlines()[-1]


def steps_were_announced(case: Case) -> Complaints:
    """Each history row is a message with the same id, about the thing that took the step."""
    for books in case.books.values():
        announced = books.by("outbox", "message_id")
        for row in books["history"]:
            subject = announced[row["id"]]["subject"] if row["id"] in announced else "nothing"
            if not subject.endswith(f"/{row['entity_id']}"):
                yield f"{books.service} announced {_step(row)} as a message about {subject}"


def announcements_were_steps(case: Case) -> Complaints:
    """Each message of a kind that a step announces is a history row with the same id."""
    for books in case.books.values():
        steps = {row["id"] for row in books["history"]}
        announcing = {row["name"] for row in books["outbox"] if row["message_id"] in steps}
        for row in books["outbox"]:
            if row["name"] in announcing and row["message_id"] not in steps:
                yield f"{books.service} announced {row['name']} of {row['subject']} without a step"


def _step(row: Row) -> str:
    return f"{row['trigger']} of {row['lifecycle']} {row['entity_id']} ({row['id']})"


def fits(name: str, pattern: str) -> bool:
    """Whether the routing key fits the binding, word by word."""
    words, wanted = name.split("."), pattern.split(".")
    return len(words) == len(wanted) and all(
        want in ("*", word) for word, want in zip(words, wanted, strict=True)
    )
