"""The beginning of a JPK file on demand: form, purpose, moment, period, tax office."""

from datetime import UTC

from services.exports.formats.jpk.company import said
from services.exports.formats.run import Run
from services.exports.formats.schema import Schema, with_defaults
from shared.texts import N_

TYPES = "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2022/01/05/eD/DefinicjeTypy/"

PURPOSE: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "purpose": {
            "type": "string",
            "title": N_("0: on demand, 1: filed for the first time, 2: a correction"),
            "enum": ["1", "0", "2"],
            "default": "1",
        },
    },
}
"""Options of the forms whose purpose may be chosen."""


def header(run: Run, *, form: str, variant: int, namespace: str, more: str = "") -> str:
    """The root's beginning and `Naglowek`; `more` stands before the tax office."""
    created_at = run.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    purpose = with_defaults(PURPOSE, run.options)["purpose"]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<JPK xmlns="{namespace}" xmlns:etd="{TYPES}">\n'
        f'<Naglowek><KodFormularza kodSystemowy="{form} ({variant})" wersjaSchemy="1-0">{form}'
        f"</KodFormularza><WariantFormularza>{variant}</WariantFormularza>"
        f"<CelZlozenia>{purpose}</CelZlozenia>"
        f"<DataWytworzeniaJPK>{created_at}</DataWytworzeniaJPK>"
        f"<DataOd>{run.period.first}</DataOd><DataDo>{run.period.last}</DataDo>{more}"
        f"<KodUrzedu>{said(run.account.company, 'tax_office_code')}</KodUrzedu></Naglowek>\n"
    )
