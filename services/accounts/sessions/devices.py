"""From where a person signs in: an address and a browser, as the list of sessions shows them."""

import re
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.accounts.digests import digest
from services.accounts.sessions.models import KNOWN_DEVICE, KnownDevice
from services.accounts.users.models import User
from shared.clock import now
from shared.upsert import upsert

KNOWN_FOR = timedelta(days=180)

PROGRAMS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
OTHER = re.compile(r"[A-Za-z0-9._-]{1,40}")


@dataclass(frozen=True)
class Device:
    """A browser or program at an address; `agent` is short, such as `Firefox, Linux`."""

    address: str
    agent: str

    @property
    def mark(self) -> str:
        """What it is known by: without versions, which change by themselves."""
        return digest(f"{self.address} {self.agent}")


NOWHERE = Device("", "")


def device_from(address: str | None, user_agent: str | None) -> Device:
    """The device of a request, by what its headers say."""
    return Device((address or "")[:45], shortened(user_agent or ""))


def shortened(user_agent: str) -> str:
    """`Firefox, Linux` of a browser's long header; of a program its first word."""
    program = _first(PROGRAMS, user_agent)
    if program is None:
        other = OTHER.match(user_agent)
        return other.group() if other else ""
    system = _first(SYSTEMS, user_agent)
    return f"{program}, {system}" if system else program


def is_known(session: Session, email: str, device: Device) -> bool:
    """Whether the person with this e-mail has signed in from this device before."""
    query = select(KnownDevice.user_id).join(User, User.id == KnownDevice.user_id)
    known = query.where(User.email == email, KnownDevice.mark == device.mark)
    return session.scalar(known.where(KnownDevice.seen_at > now() - KNOWN_FOR)) is not None


def remember(session: Session, user_id: str, device: Device) -> None:
    """The person has signed in from this device."""
    if device != NOWHERE:
        row = {"user_id": user_id, "mark": device.mark, "seen_at": now()}
        session.execute(upsert(session, KNOWN_DEVICE, row, keys=["user_id", "mark"]))


def forget_old(session: Session) -> None:
    """Delete the devices that were not used for half a year."""
    session.execute(delete(KnownDevice).where(KnownDevice.seen_at < now() - KNOWN_FOR))


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str | None:
    return next((name for part, name in names if part in user_agent), None)
