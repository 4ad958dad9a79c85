"""Giving links out, following them, taking them back."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from services.exports.jobs.actions import get_file, get_job, requester
from services.exports.jobs.models import KEPT, Job
from services.exports.links.models import Link
from services.exports.links.signing import is_signed, new_key
from shared.auth.caller import Caller
from shared.auth.knowledge import current
from shared.clock import now
from shared.errors import Missing, Refused
from shared.ids import new_id
from shared.texts import N_

MOST = 20  # Links to one export that work at the same time.

NO_LINK = N_("There is no such link, or it does not work any more.")
TOO_MANY = N_("The export has %(most)s links already. Take one back first.")


def make_link(session: Session, caller: Caller, job_id: str, *, days: int) -> Link:
    """A link to the file of one of the caller's exports; it ends with the file at the latest.

    Raises Missing where there is no file that the caller may have.
    """
    job = get_file(session, caller, job_id)
    moment = now().replace(microsecond=0)
    if (
        session.scalar(select(func.count()).where(Link.job_id == job.id, Link.expires_at > moment))
        == MOST
    ):
        raise Refused(TOO_MANY, most=MOST)
    until = min(moment + timedelta(days=days), (job.ended_at or moment) + KEPT)
    link = Link(
        id=new_id(),
        job_id=job.id,
        requester=requester(caller),
        key=new_key(),
        created_at=moment,
        expires_at=until.replace(microsecond=0),
    )
    session.add(link)
    session.flush()
    return link


def list_links(session: Session, caller: Caller, job_id: str) -> Sequence[Link]:
    """The links to one of the caller's exports that still work."""
    job = get_job(session, caller, job_id)
    mine = select(Link).where(Link.job_id == job.id, Link.expires_at > now()).order_by(Link.id)
    return session.scalars(mine).all()


def take_back(session: Session, caller: Caller, job_id: str, link_id: str) -> None:
    """The link works no more. Raises Missing."""
    job = get_job(session, caller, job_id)
    gone = delete(Link).where(Link.id == link_id, Link.job_id == job.id).returning(Link.id)
    if not session.execute(gone).all():
        raise Missing(NO_LINK)


def follow(session: Session, link_id: str, *, expires: str, signature: str) -> Job:
    """The export whose file the link is to.

    Raises Missing where the link is made up, over or taken back, where the file is gone, and
    where the one who made it may not have the file any more.
    """
    link = session.get(Link, link_id)
    if link is None or not _holds(link, expires, signature):
        raise Missing(NO_LINK)
    job = session.get_one(Job, link.job_id)
    caller = current(session, Caller(id=job.requested_by, **link.requester))
    return get_file(session, caller, job.id)


def forget_old(session: Session) -> None:
    """Delete links whose end is past."""
    session.execute(delete(Link).where(Link.expires_at < now()))


def _holds(link: Link, expires: str, signature: str) -> bool:
    end = int(link.expires_at.timestamp())
    is_right = expires == str(end) and is_signed(link.key, link.id, end, signature)
    return is_right and now() < link.expires_at
