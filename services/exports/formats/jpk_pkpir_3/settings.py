"""What the book of revenues and expenses needs that no document says.

Columns of costs and the two stocktakings have no default: a wrong one is a wrong income.
"""

from services.exports.formats.jpk.person import PROPERTIES, missing_taxpayer
from services.exports.formats.problems import Problem, missing_settings
from services.exports.formats.run import Run
from services.exports.formats.schema import MONEY, Schema
from shared.texts import N_

COST_COLUMNS = ["K_10", "K_11", "K_12", "K_13"]
INCOME_COLUMNS = ["K_7", "K_8"]


def _stock(title: str) -> Schema:
    return {"type": "string", "title": title, "pattern": MONEY, "examples": ["0.00"]}


def _columns(title: str, columns: list[str]) -> Schema:
    value = {"type": "string", "enum": columns}
    return {"type": "object", "title": title, "additionalProperties": value}


SCHEMA: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        **PROPERTIES,
        "opening_stock": _stock(N_("Stock at the beginning of the tax year, in PLN")),
        "closing_stock": _stock(N_("Stock at the end of the tax year, in PLN")),
        "cost_column": {
            "type": "string",
            "title": N_("Column of costs"),
            "enum": COST_COLUMNS,
        },
        "cost_columns_by_category": _columns(N_("Columns of costs per category"), COST_COLUMNS),
        "income_columns_by_category": _columns(
            N_("Columns of revenues per category"), INCOME_COLUMNS
        ),
        "cost_value": {
            "type": "string",
            "title": N_("A cost is its net value, or its gross one where VAT is not deducted"),
            "enum": ["net", "gross"],
            "default": "net",
        },
    },
}


def obstacles(run: Run) -> list[Problem]:
    """What company and settings lack, and a period that is of two tax years."""
    needed = ["opening_stock", "closing_stock"]
    if run.direction != "sale":
        needed.append("cost_column")
    problems = missing_taxpayer(run, email=False)
    problems += missing_settings(SCHEMA, needed, run.settings)
    if run.period.first.year != run.period.last.year:
        problems.append(
            Problem(
                code="unsupported_period",
                text=N_("JPK_PKPIR takes a period of one tax year."),
            )
        )
    return problems
