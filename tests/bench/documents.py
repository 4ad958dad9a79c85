"""Documents by the hundred thousand, written by SQL straight into the copies that exports has."""

import psycopg

from services.exports.copies.content import canonical
from shared.contracts.document import Document
from tests.exports.formats.documents import document, party, vat_sum
from tests.system.invoices import Invoice

SORTS = 40
"""So many different documents; those of a sort differ in number and id alone."""

DOCUMENTS = """
INSERT INTO document (id, account_id, version, issue_date, sale_date, accounting_date, kind,
                      income, number, content, sha256, recorded_at, attachments)
SELECT id, %(account)s, 1, day, day, day, 'vat', true, number, content,
       encode(sha256(convert_to(content, 'UTF8')), 'hex'), now() - interval '1 hour', '[]'
FROM (
    SELECT new.id, new.number, sort.day,
           replace(replace(sort.content, 'THE-ID', new.id), 'THE-NUMBER', new.number) AS content
    FROM (SELECT n, '01920000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') AS id,
                 'FV ' || n || '/10/2026' AS number
          FROM generate_series(1, %(count)s) n) new
    JOIN sort ON sort.no = new.n %% %(sorts)s
) made
"""
ORIGINALS = """
INSERT INTO original (document_id, name, media_type, sha256, content)
SELECT id, replace(number, '/', '-') || '.xml', 'application/xml',
       encode(sha256(bytes), 'hex'), bytes
FROM (SELECT id, number, convert_to(replace(%(xml)s, 'THE-NUMBER', number), 'UTF8') AS bytes
      FROM document) made
"""


def fill(database: psycopg.Connection, account_id: str, count: int) -> None:
    """So many sales of October, of three positions each, with the files that they came in."""
    database.execute("CREATE TEMP TABLE sort (no int PRIMARY KEY, day date, content text)")
    with database.cursor() as cursor:
        cursor.executemany("INSERT INTO sort VALUES (%s, %s, %s)", [_sort(n) for n in range(SORTS)])
    database.execute(DOCUMENTS, {"account": account_id, "count": count, "sorts": SORTS})
    seller = _document(0)["seller"]["tax_no"]
    xml = Invoice("THE-NUMBER", seller=seller, day="2026-10-05", rows=3).to_xml().decode()
    database.execute(ORIGINALS, {"xml": xml})
    for table in ("document", "original"):
        database.execute(f"VACUUM ANALYZE {table}")


def _sort(number: int) -> tuple[int, str, str]:
    made = _document(number)
    return number, made["issue_date"], canonical(made).decode()


def _document(number: int) -> Document:
    """A sale at three rates, to one of several buyers, on one of several days."""
    day = f"2026-10-{1 + number % 28:02}"
    return document(
        vat_sum("23", f"{100 + 7 * number}.25"),
        vat_sum("8", f"{30 + number}.10"),
        vat_sum("5", "12.40"),
        id="THE-ID",
        number="THE-NUMBER",
        issue_date=day,
        sale_date=day,
        bank_account="PL61109010140000071219812874",
        buyer=party(name=f"Nabywca nr {number} Sp. z o.o.", address=f"ul. Długa {number}, Łódź"),
    )
