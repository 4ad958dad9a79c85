"""Documents by the hundred thousand: the one that exports knows, multiplied in its tables."""

import psycopg

COUNT = 100_000

DOCUMENTS = """
INSERT INTO document (id, account_id, version, issue_date, sale_date, accounting_date, kind,
                      income, number, content, sha256, recorded_at)
SELECT id, account_id, version, issue_date, sale_date, accounting_date, kind, income, number,
       content, encode(sha256(convert_to(content, 'UTF8')), 'hex'), recorded_at
FROM (
    SELECT new.id, d.account_id, d.version, d.issue_date, d.sale_date, d.accounting_date, d.kind,
           d.income, new.number, d.recorded_at,
           replace(replace(d.content, d.id, new.id), d.number, new.number) AS content
    FROM document d, LATERAL (
        SELECT '01920000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') AS id,
               'FV ' || n || '/04/2026' AS number
        FROM generate_series(1, %(more)s) n
    ) new
) made
"""

ORIGINALS = """
INSERT INTO original (document_id, name, media_type, sha256, content)
SELECT id, number || '.xml', media_type, encode(sha256(bytes), 'hex'), bytes
FROM (
    SELECT d.id, replace(d.number, '/', '-') AS number, o.media_type,
           convert_to(replace(convert_from(o.content, 'UTF8'), 'FV 0/04/2026', d.number), 'UTF8')
               AS bytes
    FROM original o, document d
    WHERE d.id <> o.document_id
) made
"""


def multiply(database: psycopg.Connection, count: int = COUNT) -> None:
    """Make `count` documents with their originals of the only one that there is."""
    database.execute(DOCUMENTS, {"more": count - 1})
    database.execute(ORIGINALS)
    database.execute("VACUUM ANALYZE document")
    database.execute("VACUUM ANALYZE original")
