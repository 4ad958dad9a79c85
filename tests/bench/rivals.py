"""`python -m tests.bench.rivals URL SORT FILE`: what somebody without this product would write.

It reads the same rows of the same database, decodes them, and writes a file of the same kind with
the usual means: a data frame of pandas, a tree of lxml in memory, or zipfile. None of it checks
anything, looks at a second pass, or has a contractor's record: it is the short way.
"""

import io
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import psycopg

DOCUMENTS = "SELECT content FROM document ORDER BY issue_date, number, id"
FILES = """
SELECT document.content, original.name, original.content
FROM document JOIN original ON original.document_id = document.id
ORDER BY issue_date, number, document.id
"""
NAMESPACE = "http://jpk.mf.gov.pl/wzor/2022/02/17/02171/"


def documents(url: str) -> Iterator[dict[str, Any]]:
    with psycopg.connect(url) as connection, connection.cursor("rows") as rows:
        rows.itersize = 1000
        for row in rows.execute(DOCUMENTS):
            yield orjson.loads(row[0])


def flat(document: Mapping[str, Any]) -> dict[str, Any]:
    """One line of a table: the head, the parties, and the sums of each rate side by side."""
    line = {k: v for k, v in document.items() if not isinstance(v, (list, dict))}
    for side in ("seller", "buyer"):
        line |= {f"{side}_{k}": v for k, v in document[side].items()}
    for each in document["vat_summary"]:
        line |= {f"{name}_{each['rate']}": float(each[name]) for name in ("net", "vat", "gross")}
    return line


def to_csv(url: str, path: Path) -> None:
    import pandas

    frame = pandas.DataFrame([flat(each) for each in documents(url)])
    frame.to_csv(path, sep=";", decimal=",", index=False, encoding="utf-8-sig")


def to_excel(url: str, path: Path) -> None:
    import pandas

    frame = pandas.DataFrame([flat(each) for each in documents(url)])
    frame.to_excel(path, index=False, engine="xlsxwriter")


def to_xml(url: str, path: Path) -> None:
    import pandas

    frame = pandas.DataFrame([flat(each) for each in documents(url)])
    frame.columns = [name.replace(" ", "_") for name in frame.columns]
    frame.to_xml(path, index=False, parser="lxml")


def to_tree(url: str, path: Path) -> None:
    """Invoices, their rows, control sums; the tree is written at the end."""
    from lxml import etree

    root = etree.Element(f"{{{NAMESPACE}}}JPK", nsmap={None: NAMESPACE})
    rows, count, total, row_total = [], 0, Decimal(0), Decimal(0)
    for document in documents(url):
        _fields(etree.SubElement(root, f"{{{NAMESPACE}}}Faktura"), _invoice(document))
        count, total = count + 1, total + Decimal(document["gross"])
        rows += [(document["number"], each) for each in document["positions"]]
    for number, row in rows:
        _fields(etree.SubElement(root, f"{{{NAMESPACE}}}FakturaWiersz"), _row(number, row))
        row_total += Decimal(row["net"] or 0)
    control = {"LiczbaFaktur": count, "WartoscFaktur": total, "WartoscWierszy": row_total}
    _fields(etree.SubElement(root, f"{{{NAMESPACE}}}FakturaCtrl"), control)
    etree.ElementTree(root).write(str(path), encoding="UTF-8", xml_declaration=True)


def _invoice(document: Mapping[str, Any]) -> dict[str, Any]:
    sums = {each["rate"]: each for each in document["vat_summary"]}
    found: dict[str, Any] = {
        "KodWaluty": document["currency"],
        "P_1": document["issue_date"],
        "P_2A": document["number"],
        "P_3A": document["buyer"]["name"],
        "P_3B": document["buyer"]["address"],
        "P_3C": document["seller"]["name"],
        "P_3D": document["seller"]["address"],
        "P_4B": document["seller"]["tax_no"],
        "P_5B": document["buyer"]["tax_no"],
        "P_6": document["sale_date"],
    }
    for place, rate in enumerate(("23", "8", "5"), 1):
        if rate in sums:
            found[f"P_13_{place}"] = Decimal(sums[rate]["net"])
            found[f"P_14_{place}"] = Decimal(sums[rate]["vat"])
    found["P_15"] = Decimal(document["gross"])
    marks = ("P_16", "P_17", "P_18", "P_18A", "P_19", "P_20", "P_21", "P_22", "P_23", "P_106E_2")
    return found | dict.fromkeys(marks, "false") | {"RodzajFaktury": "VAT"}


def _row(number: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "P_2B": number,
        "P_7": row["name"],
        "P_8A": row["unit"],
        "P_8B": row["quantity"],
        "P_9A": row["unit_net"],
        "P_11": row["net"],
        "P_12": row["vat_rate"],
    }


def _fields(parent: Any, values: Mapping[str, Any]) -> None:
    from lxml import etree

    for name, value in values.items():
        if value is not None:
            etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = str(value)


def to_zip(url: str, path: Path) -> None:
    """Originals, and the documents as lines of JSON."""
    lines = io.BytesIO()
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        psycopg.connect(url) as connection,
        connection.cursor("rows") as rows,
    ):
        for content, name, original in rows.execute(FILES):
            archive.writestr(name, original)
            lines.write(content.encode() + b"\n")
        archive.writestr("documents.jsonl", lines.getvalue())


SORTS: Mapping[str, Callable[[str, Path], None]] = {
    "csv": to_csv,
    "excel": to_excel,
    "xml": to_xml,
    "tree": to_tree,
    "zip": to_zip,
}


if __name__ == "__main__":
    SORTS[sys.argv[2]](sys.argv[1], Path(sys.argv[3]))
