"""Prefixes for new companies: proposed from the company's name, and free as far as is known."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.bureau.accounts import actions as accounts
from services.bureau.companies.lifecycle import REQUESTED
from services.bureau.companies.models import CompanyRequest
from services.bureau.polish import folded

SHORTEST, LONGEST = 3, 40
WORD = r"[a-z0-9]+"
GOOD_LENGTH = 30  # Room for what tells two of a name apart.

# What a firm is by law says nothing of who it is: "Próbna sp. z o.o." is "probna".
LEGAL_WORDS = {
    *("spolka", "sp", "z", "o", "oo", "zoo", "ograniczona", "odpowiedzialnoscia"),
    *("akcyjna", "s", "a", "sa", "prosta", "p", "jawna", "j", "cywilna", "c", "sc"),
    *("komandytowa", "komandytowo", "k", "partnerska"),
}


def propose(company: Mapping[str, Any]) -> str:
    """The first prefix to try for this company."""
    return next(_candidates(company))


def suggest(
    session: Session,
    bureau_id: str,
    company: Mapping[str, Any],
    *,
    most: int = 3,
    besides: Collection[str] = (),
) -> list[str]:
    """The first few prefixes for this company, `besides` these, that are free as far as is known.

    Accounts knows of more: of words that the product keeps for itself, and of accounts that
    were opened this very moment.
    """
    candidates = list(islice(_candidates(company), 100))
    gone = taken(session, bureau_id, candidates) | set(besides)
    return [prefix for prefix in candidates if prefix not in gone][:most]


def taken(session: Session, bureau_id: str, prefixes: Collection[str]) -> set[str]:
    """Those of `prefixes` that an account has, or that the bureau has asked for."""
    mine = (CompanyRequest.bureau_id == bureau_id) & (CompanyRequest.state == REQUESTED)
    asked = select(CompanyRequest.prefix).where(mine, CompanyRequest.prefix.in_(prefixes))
    return accounts.taken(session, prefixes) | set(session.scalars(asked))


def _candidates(company: Mapping[str, Any]) -> Iterator[str]:
    """The name alone, with the town, with the end of the tax number, and with counts."""
    tax_no = company.get("tax_no") or ""
    base = _label(_name(company["name"]), GOOD_LENGTH)
    if len(base) < SHORTEST:
        base = _label(f"firma {base} {tax_no[-4:]}", GOOD_LENGTH)
    yield base
    for more in (company.get("city") or "", tax_no[-4:]):
        longer = _label(f"{base} {folded(more)}", LONGEST)
        if longer != base:
            yield longer
    for number in range(2, 1000):
        yield f"{base}-{number}"


def _name(full: str) -> str:
    """A firm's name without its legal form at the end; whole where nothing else would be left."""
    words = re.findall(WORD, folded(full))
    kept = list(words)
    while kept and kept[-1] in LEGAL_WORDS:
        kept.pop()
    return " ".join(kept or words)


def _label(text: str, longest: int) -> str:
    """`text` in the letters of a prefix, cut between words where that leaves enough."""
    words = re.findall(WORD, text)
    label = "-".join(words)
    while len(label) > longest and len(words) > 1:
        words.pop()
        label = "-".join(words)
    return label[:longest].strip("-")
