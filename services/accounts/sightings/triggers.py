"""Triggers by which the database itself refuses to rewrite who saw what.

A row is deleted only after `KEPT_DAYS` by the database's own clock, less a day for clocks that
differ.
"""

from sqlalchemy import Connection

KEPT_DAYS = 365

SQLITE = (
    """CREATE TRIGGER sighting_is_kept BEFORE UPDATE ON sighting
    BEGIN SELECT RAISE(ABORT, 'sightings are never changed'); END""",
    f"""CREATE TRIGGER sighting_stays BEFORE DELETE ON sighting
    WHEN OLD.hour > datetime('now', '-{KEPT_DAYS - 1} days')
    BEGIN SELECT RAISE(ABORT, 'sightings are kept for a year'); END""",
)

POSTGRESQL = (
    """CREATE FUNCTION sighting_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'sightings are kept for a year as they are'; END $$""",
    """CREATE TRIGGER sighting_is_kept BEFORE UPDATE ON sighting
    FOR EACH ROW EXECUTE FUNCTION sighting_is_kept()""",
    f"""CREATE TRIGGER sighting_stays BEFORE DELETE ON sighting FOR EACH ROW
    WHEN (OLD.hour > now() - interval '{KEPT_DAYS - 1} days')
    EXECUTE FUNCTION sighting_is_kept()""",
    """CREATE TRIGGER sightings_stay BEFORE TRUNCATE ON sighting
    FOR EACH STATEMENT EXECUTE FUNCTION sighting_is_kept()""",
)


def guard(connection: Connection) -> None:
    """Set the triggers on the table, which is there."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)
