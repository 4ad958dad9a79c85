"""What documents are answered with, and what is announced of them."""

import orjson
from sqlalchemy import select

from shared.outbox import outbox


def messages(sessions, id):
    with sessions() as session:
        query = select(outbox.c.body).where(outbox.c.subject == f"document/{id}")
        return [orjson.loads(body)["data"] for body in session.scalars(query.order_by("id"))]


def refused(response, code, pointer=None):
    assert response.json["code"] == code, response.text
    if pointer:
        assert response.json["errors"][0]["pointer"] == pointer
    return response.status_code
