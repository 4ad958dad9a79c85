"""Opens the bytes of an e-invoice: hardened parsing, then the Ministry's schema."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from lxml import etree

from shared.errors import Invalid
from shared.texts import N_

SCHEMAS = Path(__file__).parent / "schemas"
NAMESPACES = {
    "http://crd.gov.pl/wzor/2023/06/29/12648/": "FA(2)",
    "http://crd.gov.pl/wzor/2025/06/25/13775/": "FA(3)",
}
LONGEST_REASON = 300


@dataclass(frozen=True)
class Schema:
    """A compiled schema; one is shared by all threads of a process (about 4 MB, 5 ms)."""

    compiled: etree.XMLSchema
    lock: Lock

    def breach(self, root: etree._Element) -> tuple[int, str] | None:
        """The first breach of the schema, as its line and the reason; None where it holds.

        A compiled schema keeps the errors of its latest validation in itself, so validating
        and reading them is one step (some 40 µs for a usual invoice).
        """
        with self.lock:
            if self.compiled.validate(root):
                return None
            log: Any = self.compiled.error_log
            return log[0].line, log[0].message


def open_invoice(xml: bytes) -> tuple[str, etree._Element]:
    """The structure (`FA(2)` or `FA(3)`) and the root of an e-invoice that holds to its schema.

    Refused as Invalid: what is not UTF-8, which KSeF demands; any document type, the way in
    for entities; what is not well-formed; another root; what breaks the schema.
    """
    root = _parse(xml)
    name = etree.QName(root)
    structure = NAMESPACES.get(name.namespace or "")
    if structure is None or name.localname != "Faktura":
        raise Invalid(N_("The file is not an e-invoice in the structure FA(2) or FA(3)."))
    breach = schema_of(structure).breach(root)
    if breach:
        line, message = breach
        raise Invalid(
            N_("The file breaks the schema %(structure)s in line %(line)s: %(reason)s"),
            structure=structure,
            line=line,
            reason=_short(message),
        )
    return structure, root


@cache
def schema_of(structure: str) -> Schema:
    """The schema of `structure`, compiled when it is first needed."""
    path = SCHEMAS / f"schemat_{structure}_v1-0E.xsd"
    compiled = etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))
    return Schema(compiled, Lock())


def _parse(xml: bytes) -> etree._Element:
    try:
        xml.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid(N_("The file is not in UTF-8.")) from error
    # Looked for before parsing: a declaration of entities is work for the parser already.
    if b"<!DOCTYPE" in xml:
        raise Invalid(N_("The file declares a document type (DOCTYPE), which is not read here."))
    try:
        return etree.fromstring(xml, _parser())
    except etree.XMLSyntaxError as error:
        raise Invalid(
            N_("The file is not well-formed XML: %(reason)s"), reason=_short(error.msg or "")
        ) from error


def _parser() -> etree.XMLParser:
    """A parser for one file; `encoding` overrules what the file says of itself."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _short(message: str) -> str:
    """The validator's own words without namespaces, short enough for an answer."""
    for namespace in NAMESPACES:
        message = message.replace(f"{{{namespace}}}", "")
    return message if len(message) <= LONGEST_REASON else f"{message[:LONGEST_REASON]}…"
