"""A reader of JPK_FA(4) that trusts the Ministry's schema and not our writer."""

from decimal import Decimal

from lxml import etree

from services.exports.formats.jpk_fa_4 import FORMAT
from services.exports.formats.run import Run
from shared.contracts.document import Document
from tests.exports.formats.documents import Told, a_run
from tests.exports.formats.schemas import schema

FOLDER = "JPK_FA_4"
XSD = f"{FOLDER}/Schemat_JPK_FA(4)_v1-0.xsd"
NAMES = {"j": "http://jpk.mf.gov.pl/wzor/2022/02/17/02171/"}


class Read:
    """A file as a reader that knows the schema sees it."""

    def __init__(self, run: Run) -> None:
        self.content = b"".join(FORMAT.write(run))
        self.root = etree.fromstring(self.content)
        schema(XSD).assertValid(self.root)

    def texts(self, path: str) -> list[str]:
        found = self.root.iterfind("/".join(f"j:{name}" for name in path.split("/")), NAMES)
        return [each.text or "" for each in found]

    def text(self, path: str) -> str:
        (text,) = self.texts(path)
        return text

    def total(self, path: str) -> Decimal:
        return sum(map(Decimal, self.texts(path)), Decimal(0))


def read(*documents: Document, told: Told | None = None) -> Read:
    return Read(a_run(*documents, told=told))
