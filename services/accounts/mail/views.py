"""A mail as the account's people see it."""

from typing import Any

from services.accounts.mail.models import Mail
from services.accounts.mail.texts import subject_of


def mail_view(mail: Mail) -> dict[str, Any]:
    """What `MailView` dumps."""
    return {
        "id": mail.id,
        "kind": mail.kind,
        "to": mail.recipient,
        "subject": subject_of(mail.kind, mail.facts | {"recipient": mail.recipient}),
        "state": mail.standing,
        "queued_at": mail.queued_at,
        "delivered_at": mail.delivered_at,
        "failed_at": mail.failed_at,
        "reason": mail.error,
        "tries": mail.attempts,
        "next_try_at": mail.next_at,
    }
