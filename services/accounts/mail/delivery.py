"""Delivering a mail: to a file that a person can read, or to an SMTP server."""

import os
import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from services.accounts.config import Settings
from services.accounts.mail.models import Mail
from services.accounts.mail.texts import subject_of, text_of
from shared.clock import now
from shared.contracts.document import Document
from shared.contracts.printing import print_document

TIMEOUT = 10.0  # seconds

READABLE = default.clone(utf8=True, cte_type="8bit", max_line_length=None)

Deliver = Callable[[Mail], None]


def delivery(settings: Settings) -> Deliver:
    """How this installation delivers; raises OSError or SMTPException when it fails."""
    if settings.smtp_url:
        url = settings.smtp_url
        return lambda mail: _send(_message(mail, settings, SMTP, "quoted-printable"), url)
    folder = settings.data_dir / "mail"
    return lambda mail: _write(_message(mail, settings, READABLE, "8bit"), folder, mail)


def _message(mail: Mail, settings: Settings, policy: Any, encoding: str) -> EmailMessage:
    facts = mail.facts | {"recipient": mail.recipient}
    message = EmailMessage(policy=policy)
    message["From"] = settings.mail_from
    message["To"] = mail.recipient
    message["Subject"] = subject_of(mail.kind, facts)
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{mail.id}@{urlsplit(settings.public_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    text = text_of(mail.kind, facts, settings.public_url)
    message.set_content(text, charset="utf-8", cte=encoding)
    if reply_to := facts.get("reply_to"):
        message["Reply-To"] = reply_to
    if document := facts.get("document"):
        _attach(message, document, facts.get("ksef_link"))
    return message


def _attach(message: EmailMessage, document: Document, link: str | None) -> None:
    """Print what the document said when the mail was written, with the way to check it in KSeF."""
    name = f"{document['number'].replace('/', '-')}.pdf"
    content = print_document(document, "pl", link=link)
    pdf = EmailMessage(policy=SMTP)  # Whose lines are short; those of a readable text are not.
    pdf.set_content(content, maintype="application", subtype="pdf", filename=name)
    message.make_mixed()
    message.attach(pdf)


def _write(message: EmailMessage, folder: Path, mail: Mail) -> None:
    """Write the file under another name first: whoever looks sees all of it or none."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{mail.id}"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(message.as_bytes())
    unfinished.rename(folder / f"{mail.id}.{mail.kind}.eml")


def _send(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    host, secure = parts.hostname or "localhost", parts.scheme == "smtps"
    connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with connect(host, parts.port or (465 if secure else 25), timeout=TIMEOUT) as server:
        if not secure and server.has_extn("starttls"):
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
