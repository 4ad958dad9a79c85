"""Prefixes of accounts: the first label of an account's address."""

import re
from collections.abc import Iterator
from itertools import count

from shared.errors import Invalid
from shared.texts import N_

LONGEST = 40
FORM = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")

_RESERVED = """
    www api app web mail email smtp imap pop ftp cdn static assets img images js css fonts media
    files download downloads upload uploads status healthz readyz metrics
    admin administrator root operator operators support help helpdesk abuse
    postmaster hostmaster webmaster security noreply no-reply
    docs openapi swagger problems v1 v2 v3 internal well-known robots favicon sitemap
    login logout forgot-password sign-in sign-up sign-out signin signup signout register
    session sessions oauth sso token tokens password passwords reset
    verify verification confirm confirmation invitation invitations me profile user users
    account accounts panel desk bureau bureaus clients export exports import imports module modules
    package packages settings audit payments companies
    invoices products banking webhooks documents warehouses categories departments recurrings
    localhost localdomain null none undefined
    auth
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
