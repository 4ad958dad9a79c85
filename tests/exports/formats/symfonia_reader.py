"""A reader of Symfonia's Format 3.0, written from its grammar and not from our writer."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Self

from services.exports.formats.symfonia_fk import FORMAT
from shared.contracts.document import Document
from tests.exports.formats.documents import Told, a_run


@dataclass
class Section:
    """`Name{` … `}`: fields by name, and the sections inside in their order."""

    name: str
    fields: dict[str, str] = field(default_factory=dict)
    sections: list["Section"] = field(default_factory=list)

    def all(self, name: str) -> list["Section"]:
        return [section for section in self.sections if section.name == name]

    def one(self, name: str) -> "Section":
        (section,) = self.all(name)
        return section

    def side(self, side: str) -> Decimal:
        """The sum of the journal lines on `WN` or `MA`."""
        lines = [each.fields for each in self.all("Zapis") if each.fields["strona"] == side]
        return sum((Decimal(line["kwota"]) for line in lines), Decimal(0))

    @classmethod
    def read(cls, content: bytes) -> Self:
        """The whole file; ValueError where its bytes or lines break the format."""
        text = content.decode("cp1250")
        if text.replace("\r\n", "").count("\n") or text.replace("\r\n", "").count("\r"):
            raise ValueError("a line does not end with CRLF")
        open_sections = [cls("file")]
        for line in text.split("\r\n"):
            _take(open_sections, line.lstrip("\t"))
        (whole,) = open_sections
        return whole


def _take(open_sections: list[Section], line: str) -> None:
    if line == "}":
        closed = open_sections.pop()
        open_sections[-1].sections.append(closed)
    elif line.endswith("{") and " =" not in line:
        open_sections.append(type(open_sections[0])(line[:-1]))
    elif line:
        name, separator, value = line.partition(" =")
        if not separator or name in open_sections[-1].fields:
            raise ValueError(f"not a field of its own: {line!r}")
        open_sections[-1].fields[name] = value


def read(*documents: Document, told: Told | None = None, **changes: object) -> Section:
    """What our writer makes of `documents`."""
    return Section.read(b"".join(FORMAT.write(a_run(*documents, told=told, **changes))))


def only(*documents: Document, told: Told | None = None, **changes: object) -> Section:
    """The only document that our writer makes."""
    return read(*documents, told=told, **changes).one("Dokument")
