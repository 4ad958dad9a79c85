"""Prefixes of accounts: the first label of an account's address."""

import re
from collections.abc import Iterator
from itertools import count

from shared.errors import Invalid
from shared.texts import N_

LONGEST = 40
FORM = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")

_RESERVED = """
    www api app web mail smtp imap pop ftp cdn static assets admin operator support docs openapi
    problems healthz readyz metrics login logout signup session sessions oauth auth account accounts
    bureau bureaus exports user users invitation invitations verification invoices clients products
    banking webhooks documents localhost sign-in sign-out sign-up password me panel desk export
"""

RESERVED = frozenset(_RESERVED.split())
"""Labels that the product itself, or its compatible addresses, may need."""

BAD_FORM = N_("A prefix has 3–40 letters a–z, digits and inner hyphens.")
IS_RESERVED = N_("This prefix is kept for the product itself. Take another one.")


def folded(prefix: str) -> str:
    """The spelling under which an account is stored and found."""
    return prefix.strip().lower()


def checked(prefix: str) -> str:
    """`prefix` folded, if an account may be called so; raises Invalid otherwise."""
    name = folded(prefix)
    if not FORM.fullmatch(name):
        raise Invalid(BAD_FORM, errors=[{"pointer": "/prefix", "detail": BAD_FORM}])
    if name in RESERVED:
        raise Invalid(IS_RESERVED, errors=[{"pointer": "/prefix", "detail": IS_RESERVED}])
    return name


def numbered(prefix: str) -> Iterator[str]:
    """`prefix` checked, then with 2, 3 … behind it, cut so that it stays one."""
    name = checked(prefix)
    yield name
    for number in count(2):
        end = f"-{number}"
        yield name[: LONGEST - len(end)].rstrip("-") + end
