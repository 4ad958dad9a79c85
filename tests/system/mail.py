"""The mails that accounts wrote into its folder, and the tokens in their links."""

import re
import threading
from collections import defaultdict
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tests.system.waiting import eventually


class Mailbox:
    """Everybody's mails; each file is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: set[str] = set()
        self._texts: dict[str, list[str]] = defaultdict(list)
        self._lock = threading.Lock()

    def mails_to(self, email: str) -> list[str]:
        """The texts of the mails to `email`, the newest last."""
        with self._lock:
            fresh = [path for path in self._folder.glob("*.eml") if path.name not in self._read]
            for path in sorted(fresh, key=lambda path: (path.stat().st_mtime_ns, path.name)):
                self._take(path)
            return list(self._texts[email.lower()])

    def tokens_to(self, email: str, *, about: str = "") -> list[str]:
        """The tokens in the links that were mailed to `email`; `about` stands in the link."""
        link = re.compile(rf"\S*{about}\S*token=([\w.~-]+)")
        return [token for text in self.mails_to(email) for token in link.findall(text)]

    def newest_link(self, email: str, *, about: str = "", within: float = 10.0) -> str:
        """The link in the last mail to `email` that has one with `about` in it, waited for."""
        link = re.compile(rf"http\S*{about}\S*token=[\w.~-]+")
        found = eventually(
            lambda: [each for text in self.mails_to(email) for each in link.findall(text)],
            within=within,
            what=f"a link to {email}",
        )
        return str(found[-1])

    def newest_token(self, email: str, *, about: str = "", within: float = 10.0) -> str:
        """The last of them, waited for."""
        found = eventually(
            lambda: self.tokens_to(email, about=about), within=within, what=f"a mail to {email}"
        )
        return found[-1]

    def _take(self, path: Path) -> None:
        mail = message_from_bytes(path.read_bytes(), policy=default)
        self._read.add(path.name)
        for address in mail["To"].addresses:
            self._texts[address.addr_spec.lower()].append(_text(mail))


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    return str(body.get_content()) if body else ""
