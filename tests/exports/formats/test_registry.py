"""What holds for every format that is registered."""

from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from services.exports.formats.format import Format
from services.exports.formats.problems import CODES, FIELD_TEXTS, Problem
from services.exports.formats.registry import FORMATS
from services.exports.formats.schema import faults, with_defaults
from tests.exports.formats.documents import ACCOUNT_MAP, Told
from tests.exports.formats.golden import TEXT_FORMATS, as_text, golden_path, golden_run

ALL = pytest.mark.parametrize("exported", FORMATS.values(), ids=FORMATS.keys())

CONTRACT = [
    "symfonia_fk",
    "edi_epp",
    "optima_xml",
    "wapro_xml",
    "jpk_fa_4",
    "jpk_v7m_3",
    "jpk_v7k_3",
    "jpk_mag_2",
    "jpk_pkpir_3",
    "jpk_ewp_4",
    "ksef_xml",
    "ubl_2_1",
    "vat_register_csv",
    "vat_register_xlsx",
    "archive_zip",
]


def test_formats_stand_in_the_order_of_the_contract() -> None:
    assert list(FORMATS) == [name for name in CONTRACT if name in FORMATS]


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_the_golden_documents_give_the_golden_file(name: str) -> None:
    exported = FORMATS[name]
    golden = golden_path(exported).read_text(encoding="utf-8")

    content = b"".join(exported.write(golden_run(exported)))

    assert as_text(exported, content) == golden


@ALL
def test_schemas_are_json_schemas_and_their_defaults_fit(exported: Format) -> None:
    for schema in (exported.options, exported.settings):
        Draft202012Validator.check_schema(schema)
        assert list(faults(schema, with_defaults(schema, {}))) == []


@ALL
def test_a_run_is_written_in_pieces_none_of_which_is_empty(exported: Format) -> None:
    told = Told()

    pieces = list(exported.write(replace(golden_run(exported), report=told.append)))

    assert pieces
    assert all(pieces)
    for problem in told:
        assert problem.text % problem.facts


@ALL
def test_every_format_says_what_it_is(exported: Format) -> None:
    assert exported.name
    assert exported.program
    assert "/" in exported.media_type
    assert exported.carries
    assert exported.directions


@pytest.mark.parametrize(
    ("given", "pointers"),
    [
        ({}, []),
        (ACCOUNT_MAP, []),
        ({"revenue_by_rate": {"23": "700-1"}}, []),
        ({"receivables": ""}, ["/receivables"]),
        ({"receivables": 200}, ["/receivables"]),
        ({"receivables": "2" * 41}, ["/receivables"]),
        ({"receivables": "200\n}"}, ["/receivables"]),
        ({"colour": "red"}, ["/colour"]),
        ({"revenue_by_rate": {"19": "700-1"}}, ["/revenue_by_rate/19"]),
        ({"costs_by_category": {"a/b": ""}}, ["/costs_by_category/a~1b"]),
        ({"rates": "none"}, ["/rates"]),
        ([], [""]),
    ],
)
def test_settings_are_refused_where_the_schema_refuses_them(
    given: object, pointers: list[str]
) -> None:
    schema = FORMATS["symfonia_fk"].settings

    found = [pointer for pointer, _ in faults(schema, given)]

    assert found == pointers
    assert Draft202012Validator(schema).is_valid(given) == (not pointers)


def test_options_know_their_choices() -> None:
    schema = FORMATS["vat_register_csv"].options

    assert list(faults(schema, {"encoding": "cp1250", "decimal": "dot"})) == []
    assert [pointer for pointer, _ in faults(schema, {"encoding": "latin-1"})] == ["/encoding"]


def test_a_problem_has_a_code_of_the_list() -> None:
    assert FIELD_TEXTS.keys() <= CODES.keys()
    with pytest.raises(ValueError, match="no problem code"):
        Problem(code="surprise", text="")


def test_ledger_accounts_have_no_default() -> None:
    assert not FORMATS["symfonia_fk"].defaults().keys() & ACCOUNT_MAP.keys()
