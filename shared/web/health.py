"""`/healthz`: the process lives. `/readyz`: so do its database and its companions."""

from collections.abc import Sequence

from flask import Flask, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from shared.bus.heartbeat import alive
from shared.texts import N_, say
from shared.web.problems import language, problem

NOT_READY = N_("Not ready: %(parts)s.")


def register_health(app: Flask, sessions: sessionmaker[Session], companions: Sequence[str]) -> None:
    """`companions` are the processes without which the service is not whole."""

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @app.get("/readyz")
    def readyz() -> Response:
        missing = _missing(sessions, companions)
        if missing:
            text = say(NOT_READY, language(), {"parts": ", ".join(missing)})
            return problem(503, "unavailable", text, missing=missing)
        return jsonify(status="ready")


def _missing(sessions: sessionmaker[Session], companions: Sequence[str]) -> list[str]:
    try:
        with sessions() as session:
            return [name for name in companions if not alive(session, name)]
    except SQLAlchemyError:
        return ["database"]
