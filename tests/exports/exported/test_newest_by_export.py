"""What went out before exports had an order still counts; what did not still does not."""

import shutil
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import MetaData, NullPool, Table, insert, select

from shared.database import engine_for
from shared.migrations import folder_of, steps_of, upgrade
from shared.migrations.runner import run_steps

OCTOBER = {"period_from": date(2026, 10, 1), "period_to": date(2026, 10, 31)}


@pytest.fixture
def before(database_url, tmp_path):
    """A database of the step before, with an export in each state that matters."""
    (tmp_path / "versions").mkdir()
    for step in steps_of("exports"):
        if step.name < "0013":
            shutil.copy(step, tmp_path / "versions")
    shutil.copy(folder_of("exports") / "__init__.py", tmp_path)
    engine = engine_for(database_url, poolclass=NullPool)
    with engine.begin() as connection:
        run_steps(connection, tmp_path)
        tables = MetaData()
        tables.reflect(connection)
        for number, state in enumerate(["completed", "expired", "running", "cancelled"]):
            connection.execute(insert(tables.tables["job"]), [_job(f"job-{number}", state)])
        exported = [
            _exported("job-0", "carried", is_newest=True),
            _exported("job-0", "left-out", is_newest=False),
            _exported("job-1", "carried", is_newest=False),
            _exported("job-2", "carried", is_newest=False),
            _exported("job-3", "carried", is_newest=False),
            {**_exported("job-0", "carried", is_newest=False), "attempt": 1},
        ]
        connection.execute(insert(tables.tables["exported_document"]), exported)
        connection.execute(insert(tables.tables["job_problem"]), [_left_out("job-0", "left-out")])
        connection.execute(insert(tables.tables["job_part"]), [_part("job-0"), _part("job-2")])
        broken = _part("job-2", position=1) | {"error": {"code": "internal"}}
        connection.execute(insert(tables.tables["job_part"]), [broken])
    return database_url


def test_what_is_kept_of_older_exports(before):
    upgrade("exports", before)

    engine = engine_for(before, poolclass=NullPool)
    with engine.connect() as connection:
        table = Table("exported_document", MetaData(), autoload_with=connection)
        rows = connection.execute(select(table.c.job_id, table.c.document_id, table.c.went_out))
        kept = {tuple(row) for row in rows}

    assert kept == {
        ("job-0", "carried", True),
        ("job-0", "left-out", False),
        ("job-1", "carried", True),
    }


def test_a_part_whose_journal_says_it_in_the_older_way_is_written_anew(before):
    upgrade("exports", before)

    engine = engine_for(before, poolclass=NullPool)
    with engine.connect() as connection:
        part = Table("job_part", MetaData(), autoload_with=connection).c
        left = connection.execute(
            select(part.job_id, part.position, part.attempt).where(part.ended_at.is_(None))
        )

        assert [tuple(row) for row in left] == [("job-2", 0, 1)]


def _job(id_, state):
    return {
        "id": id_,
        "state": state,
        "requested_by": "somebody",
        "requester": {},
        "format": "jpk_fa_4",
        "accounts": ["acme"],
        "account_ids": {"acme": "account"},
        **OCTOBER,
        "date_basis": "issue",
        "direction": "all",
        "options": {},
        "mark_booked": False,
        "created_at": datetime(2026, 11, 1, tzinfo=UTC),
        "done": 0,
        "total": 0,
        "attempt": 2,
        "crashes": 0,
        "version": 1,
    }


def _part(job_id, *, position=0):
    return {
        "job_id": job_id,
        "position": position,
        "prefix": "acme",
        "done": 1,
        "attempt": 1,
        "crashes": 0,
        "ended_at": datetime(2026, 11, 1, tzinfo=UTC),
    }


def _exported(job_id, document_id, *, is_newest):
    return {
        "job_id": job_id,
        "attempt": 2,
        "document_id": document_id,
        "account_id": "account",
        "format": "jpk_fa_4",
        "version": 1,
        "sha256": "0" * 64,
        "went_out": True,
        "is_newest": is_newest,
    }


def _left_out(job_id, document_id):
    return {
        "job_id": job_id,
        "attempt": 2,
        "position": 0,
        "account": "acme",
        "document_id": document_id,
        "code": "unsupported_document",
        "text": "left out",
        "facts": {},
    }
