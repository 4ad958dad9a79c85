"""Imports in slices: what a crash, a rival and a repeat leave, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.accounts.models import Account
from services.accounts.documents.imports import Turn, import_files
from services.accounts.documents.models import Document, Original
from services.accounts.documents.upload import File
from shared.outbox import outbox
from tests.accounts.documents.conftest import ACCOUNT, IMPORT, a_zip, as_role, count
from tests.accounts.documents.einvoices import SELLER, an_einvoice, numbered


class Died(Exception):
    """The process is gone."""


def files(number: int) -> Iterator[File]:
    return (File(name, content) for name, content in numbered(number).items())


def turns(sessions: sessionmaker[Session], *, dies_in: int | None = None) -> Turn:
    """Turns at the account; the one with the number `dies_in` never commits."""
    taken = 0

    @contextmanager
    def turn() -> Iterator[tuple[Session, Account]]:
        nonlocal taken
        taken += 1
        with sessions.begin() as session:
            yield session, session.scalars(select(Account).where(Account.prefix == ACCOUNT)).one()
            session.flush()
            if taken == dies_in:
                raise Died

    return turn


def counts(sessions: sessionmaker[Session]) -> tuple[int, int, int]:
    return count(sessions, Document), count(sessions, Original), count(sessions, outbox)


def test_slices_keep_the_order_and_every_file(sessions):
    bad = File("bad.xml", b"<a/>")

    outcomes = import_files(
        turns(sessions), [*files(7), bad, *files(9)], tax_no=SELLER, slice_files=3
    )

    names = [f"{no}.xml" for no in range(7)]
    assert [each.file for each in outcomes] == [*names, "bad.xml", *names, "7.xml", "8.xml"]
    assert [each.file for each in outcomes if each.refusal] == ["bad.xml"]
    assert sum(each.imported for each in outcomes) == 9
    assert counts(sessions) == (9, 9, 9)


def test_a_crash_keeps_the_slices_before_it_whole_and_the_repeat_goes_on(sessions):
    with pytest.raises(Died):
        import_files(turns(sessions, dies_in=3), files(10), tax_no=SELLER, slice_files=4)
    left = counts(sessions)

    outcomes = import_files(turns(sessions), files(10), tax_no=SELLER, slice_files=4)

    assert left == (8, 8, 8)
    assert [each.imported for each in outcomes] == [False] * 8 + [True] * 2
    assert counts(sessions) == (10, 10, 10)


def test_an_upload_that_breaks_off_keeps_what_was_read(sessions):
    def broken() -> Iterator[File]:
        yield from files(5)
        raise Died

    with pytest.raises(Died):
        import_files(turns(sessions), broken(), tax_no=SELLER, slice_files=2)

    assert counts(sessions) == (4, 4, 4)


def test_the_same_file_again_is_skipped_with_the_same_id(send, sessions):
    (imported,) = send(an_einvoice()).json["imported"]

    response = send(an_einvoice(), query_string={"name": "other name.xml"})

    assert response.status_code == 200
    assert response.json == {
        "imported": [],
        "skipped": [{"file": "other name.xml", "id": imported["id"]}],
        "refused": [],
    }
    assert count(sessions, outbox) == 1


def test_of_identical_imports_at_once_each_document_goes_in_once(app, sessions):
    upload = a_zip(numbered(20))

    def send(_: int) -> tuple[int, int]:
        client = app.test_client()
        response = client.post(
            IMPORT, data=upload, content_type="application/zip", headers=as_role("owner")
        )
        return len(response.json["imported"]), len(response.json["skipped"])

    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(send, range(4)))

    assert sorted(results) == [(0, 20), (0, 20), (0, 20), (20, 0)]
    assert count(sessions, outbox) == count(sessions, Document) == 20


def test_the_same_idempotency_key_gives_the_same_answer(send):
    headers = {"Idempotency-Key": "abc"}

    first = send(files=numbered(2), headers=headers)
    again = send(files=numbered(2), headers=headers)
    other = send(files=numbered(3), headers=headers)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")


def test_two_at_once_with_one_idempotency_key_get_one_answer_or_are_told_to_wait(app, sessions):
    upload = a_zip(numbered(20))

    def send(_: int) -> tuple[int, object]:
        response = app.test_client().post(
            IMPORT,
            data=upload,
            content_type="application/zip",
            headers=as_role("owner") | {"Idempotency-Key": "abc"},
        )
        return response.status_code, response.json

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(send, range(2))

    assert first == second or 409 in {first[0], second[0]}
    assert count(sessions, Document) == 20
