"""Looking at stuck work and deciding on it, as an operator does."""

from shared.stuck import actions


def settle(reader, how, stuck_id, why="the cause is mended"):
    with reader.sessions.begin() as session:
        return how(session, stuck_id, by="operator/one", why=why)


def look(reader, stuck_id):
    with reader.sessions() as session:
        return actions.look(session, stuck_id)


def stuck(reader, state=None):
    with reader.sessions() as session:
        return actions.listed(session, state=state, limit=50, cursor=None).items


def ids(reader, state=None):
    return [row.id for row in stuck(reader, state)]
