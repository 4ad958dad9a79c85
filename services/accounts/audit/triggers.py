"""Triggers by which the database itself refuses to rewrite the audit."""

from sqlalchemy import Connection

SQLITE = (
    """CREATE TRIGGER audit_row_is_kept BEFORE UPDATE ON audit_row
    BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END""",
    """CREATE TRIGGER audit_row_stays BEFORE DELETE ON audit_row
    BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END""",
    """CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head
    WHEN NEW.count <> OLD.count + 1 OR NEW.account_id <> OLD.account_id
    BEGIN SELECT RAISE(ABORT, 'an audit only grows'); END""",
    """CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
    BEGIN SELECT RAISE(ABORT, 'an audit is never deleted'); END""",
)

POSTGRESQL = (
    """CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the audit is never changed'; END $$""",
    """CREATE TRIGGER audit_row_is_kept BEFORE UPDATE OR DELETE ON audit_row
    FOR EACH ROW EXECUTE FUNCTION audit_is_kept()""",
    """CREATE TRIGGER audit_row_stays BEFORE TRUNCATE ON audit_row
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()""",
    """CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head FOR EACH ROW
    WHEN (NEW.count <> OLD.count + 1 OR NEW.account_id <> OLD.account_id)
    EXECUTE FUNCTION audit_is_kept()""",
    """CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_is_kept()""",
    """CREATE TRIGGER audit_head_is_kept BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()""",
)


def guard(connection: Connection) -> None:
    """Set the triggers on the two tables, which are there."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)
