"""An account with a document that came in as a file and has a file beside it."""

from pathlib import Path
from typing import Any

import pytest

from services.accounts.config import Settings
from services.accounts.sightings.notes import Notes
from tests.accounts.builders import Someone, World
from tests.accounts.conftest import settings_for
from tests.accounts.documents.einvoices import an_einvoice

DOCUMENTS = "/v1/accounts/acme/documents"
SIGHTINGS = "/v1/accounts/acme/sightings"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, tmp_path)


@pytest.fixture
def owner(world: World) -> Someone:
    """Of `acme`, whose accountant is the bureau `biuro500`."""
    world.bureau("biuro500")
    return world.served("acme")


@pytest.fixture
def document(owner: Someone) -> str:
    """The document's id; nobody has seen it yet."""
    xml = an_einvoice(seller="5261040828")
    headers = {"Content-Type": "application/xml"}
    taken = owner.send("POST", f"{DOCUMENTS}/import", data=xml, headers=headers)
    assert taken.status_code == 201, taken.text
    id_ = str(taken.json["imported"][0]["id"])
    beside = f"{DOCUMENTS}/{id_}/attachments?name=umowa.pdf"
    headers = {"Content-Type": "application/pdf"}
    attached = owner.send("POST", beside, data=PDF, headers=headers)
    assert attached.status_code == 201, attached.text
    forget_notes(owner)
    return id_


@pytest.fixture
def attachment(owner: Someone, document: str) -> str:
    listed = owner.get(f"{DOCUMENTS}/{document}/attachments").json["items"]
    forget_notes(owner)
    return str(listed[0]["id"])


def notes_of(someone: Someone) -> Notes:
    notes: Notes = someone.app.extensions["sightings"]
    return notes


def forget_notes(someone: Someone) -> None:
    """What was read to set the stage is not part of the play."""
    notes = notes_of(someone)
    notes._waiting.clear()
    notes._known.clear()


def seen(owner: Someone, **query: str) -> list[dict[str, Any]]:
    """What the owner reads of it, the oldest first."""
    notes_of(owner).write()
    answer = owner.get(SIGHTINGS, query_string=query)
    assert answer.status_code == 200, answer.text
    return list(reversed(answer.json["items"]))


def told(owner: Someone, **query: str) -> list[tuple[str, str, str]]:
    """Who by e-mail or name, what, and through what."""
    return [
        (row["actor_email"] or row["actor_name"], row["what"], row["via"])
        for row in seen(owner, **query)
    ]
