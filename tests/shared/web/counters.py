"""A service of one counter, on which the conventions of the contract are tried."""

import threading

from marshmallow import Schema, fields
from sqlalchemy import MetaData, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.auth.caller import Caller
from shared.database import NAMING
from shared.errors import Missing, Refused, Unauthenticated
from shared.web.api import Access, Answer, Api, Waiting
from shared.web.fields import Money, Text
from shared.web.lists import ListQuery, Page, page_of, paginate
from shared.web.versions import check_if_match


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Counter(Base):
    __tablename__ = "counter"

    id: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(default=0)
    count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class CounterView(Schema):
    id = fields.String()
    count = fields.Integer()
    version = fields.Integer()
    secret = fields.String(metadata={"secret": True})


class CounterBody(Schema):
    id = Text(most=10, required=True)
    price = Money()


api = Api("counters")


release = threading.Event()


@api.write("POST", "/v1/counters", body=CounterBody, out=CounterView, status=201)
def make_counter(session: Session, caller: Caller, body: dict) -> object:
    """Make a counter."""
    counter = Counter(id=body["id"], count=0)
    session.add(counter)
    session.flush()
    shown = {"id": counter.id, "count": 0, "version": counter.version, "secret": "s3cret"}
    return Answer(shown, headers={"Location": f"/v1/counters/{counter.id}"})


@api.write("POST", "/v1/counters/<name>/count", out=CounterView)
def count(session: Session, caller: Caller, name: str) -> Counter:
    """Count one more."""
    counter = get(session, name)
    check_if_match(counter.version)
    counter.count += 1
    session.flush()
    return counter


@api.write("POST", "/v1/counters/<name>/refuse", out=CounterView)
def refuse(session: Session, caller: Caller, name: str) -> Counter:
    """Count, and then say no."""
    get(session, name).count += 1
    session.flush()
    raise Refused("No, %(name)s.", code="step_refused", name=name, fix="http://x.example/y")


@api.write("POST", "/v1/counters/<name>/slowly", out=CounterView, waits=True, status=202)
def slowly(session: Session, caller: Caller, name: str) -> Waiting:
    """Ask for a count that somebody else makes."""

    def look(later: Session) -> Answer | None:
        counter = get(later, name)
        return Answer(counter, status=201) if counter.count else None

    return Waiting(Answer(get(session, name)), look)


@api.read("/v1/counters", out=page_of(CounterView), query=ListQuery, access=Access.PUBLIC)
def list_counters(session: Session, caller: Caller, query: dict) -> Page[Counter]:
    """All counters."""
    return paginate(session, select(Counter), [Counter.rank, Counter.id], **query)


@api.read("/v1/counters/<name>", out=CounterView)
def get_counter(session: Session, caller: Caller, name: str) -> Counter:
    """One counter."""
    return get(session, name)


@api.read("/v1/crash", access=Access.PUBLIC)
def crash(session: Session, caller: Caller) -> None:
    """Fail in a way that nobody foresaw."""
    raise ZeroDivisionError("the inner secret")


def get(session: Session, name: str) -> Counter:
    counter = session.get(Counter, name)
    if counter is None:
        raise Missing("There is no counter %(name)s.", name=name)
    return counter


def authenticate(session: Session, token: str) -> Caller:
    if token != "good":
        raise Unauthenticated("No.")
    return Caller(id="u-1", kind="user")
