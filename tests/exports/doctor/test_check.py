"""The export doctor over HTTP: what is wrong with documents before a file is made of them."""

import pytest

from services.exports.doctor.actions import MOST_DOCUMENTS
from services.exports.jobs.models import Job
from shared.contracts.bureau import ClientDetached
from tests.exports.filling import fill
from tests.exports.formats.documents import ACCOUNT_MAP, party, position, vat_sum
from tests.exports.world import a_document, a_request, recorded


@pytest.fixture
def account(world):
    return world.has_account("acme")


@pytest.fixture
def owner(world, account):
    return world.person({account: "owner"})


def check(world, who, *prefixes, **asked):
    return world.post(who, "/v1/exports/check", a_request(*prefixes or ["acme"], **asked))


def told(world, account, owner, *, code, documents, **asked):
    """The documents of which `code` was told, with what was said."""
    for each in documents:
        world.hears(recorded(account, each))
    answer = check(world, owner, **asked)
    assert answer.status_code == 200, answer.text
    return [(p["document"], p["detail"]) for p in answer.json["problems"] if p["code"] == code]


def test_a_sound_month_has_no_problem_and_leaves_nothing_behind(world, account, owner):
    world.has_documents(account, 3)

    answer = check(world, owner)

    assert answer.status_code == 200
    assert (answer.json["documents"], answer.json["problems"]) == (3, [])
    assert answer.json["problem_count"] == 0
    assert not (world.settings.data_dir / "exports").exists()
    with world.sessions() as session:
        assert session.query(Job).count() == 0


@pytest.mark.parametrize("format_id", ["vat_register_csv", "jpk_fa_4", "symfonia_fk", "edi_epp"])
def test_all_that_the_run_tells_is_told_before(world, account, owner, format_id):
    world.has_documents(account, 1, kind="proforma")
    world.has_documents(account, 1, buyer=party(name="東京" * 200, code="x" * 30))

    before = check(world, owner, "acme", "typo", format=format_id).json["problems"]
    after = world.exported(owner, "acme", "typo", format=format_id)["problems"]

    assert after
    assert [problem for problem in after if problem not in before] == []


def test_several_accounts_are_checked_each(world, account, owner):
    other = world.has_account("other")
    both = world.person({account: "owner", other: "owner"})
    world.has_documents(account, 1, gross="999.00")
    world.has_documents(other, 1, gross="999.00")

    found = check(world, both, "acme", "other").json

    assert [(p["account"], p["code"]) for p in found["problems"]] == [
        ("acme", "sums_differ"),
        ("other", "sums_differ"),
    ]
    assert found["documents"] == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"buyer": party(tax_no=None)},
        {"buyer": party(tax_no=" - ")},
        {"buyer": party(tax_no=None, tax_no_kind="none"), "split_payment": True},
        {"income": False, "seller": party(tax_no=None, tax_no_kind="none")},
        {"buyer": party(tax_no="5252248482")},
        {"buyer": party(tax_no="0000000000")},
    ],
)
def test_a_tax_number_that_is_missing_or_is_none_is_told(world, account, owner, changes):
    made = [a_document(number="FV 1/10/2026", **changes)]

    found = told(world, account, owner, code="missing_tax_number", documents=made)

    assert [number for number, _ in found] == ["FV 1/10/2026"]


@pytest.mark.parametrize(
    "changes",
    [
        {"buyer": party(tax_no=None, tax_no_kind="none")},
        {"kind": "receipt", "buyer": party(tax_no=None)},
        {"kind": "proforma", "buyer": party(tax_no=None)},
        {"buyer": party(tax_no="PL525-224-84-81")},
        {"buyer": party(tax_no="123456789", tax_no_kind="eu_vat", country="DE")},
    ],
)
def test_who_needs_no_tax_number_or_has_a_good_one_is_left_alone(world, account, owner, changes):
    made = [a_document(number="FV 1/10/2026", **changes)]

    assert told(world, account, owner, code="missing_tax_number", documents=made) == []


@pytest.mark.parametrize(("format_id", "times"), [("symfonia_fk", 1), ("vat_register_csv", 0)])
def test_a_code_that_is_too_long_is_told_where_the_target_has_codes(
    world, account, owner, format_id, times
):
    made = [a_document(buyer=party(code="KONTRAHENT-ZA-DLUGI-O-WIELE"))]

    found = told(world, account, owner, code="code_too_long", documents=made, format=format_id)

    assert len(found) == times
    assert all("KONTRAHENT-ZA-DLUGI-O-WIELE" in detail for _, detail in found)


def test_a_mark_that_nobody_knows_is_told(world, account, owner):
    made = [
        a_document(number="FV 1/10/2026", procedures=["TP", "MPP"]),
        a_document(number="FV 2/10/2026", positions=[position(gtu="GTU_14")]),
        a_document(number="FV 3/10/2026", positions=[position(gtu="GTU_13")]),
    ]

    found = told(world, account, owner, code="unknown_symbol", documents=made)

    assert [number for number, _ in found] == ["FV 1/10/2026", "FV 2/10/2026"]
    assert ("MPP" in found[0][1], "TP," in found[0][1]) == (True, False)


def test_a_category_that_the_account_map_does_not_know_is_told_with_the_way_to_it(
    world, account, owner
):
    path = "/v1/accounts/acme/settings/symfonia_fk"
    world.put(owner, path, {"settings": ACCOUNT_MAP | {"revenue_by_category": {"Towary": "731"}}})
    world.hears(
        recorded(account, a_document(number="FV 1/10/2026", category="Towary")),
        recorded(account, a_document(number="FV 2/10/2026", category="Usługi")),
    )

    found = check(world, owner, format="symfonia_fk").json["problems"]

    (unknown,) = [problem for problem in found if problem["code"] == "unknown_symbol"]
    assert unknown["document"] == "FV 2/10/2026"
    assert unknown["fix"] == f"http://exports.example{path}"


def test_a_hole_in_the_series_is_told_whatever_kinds_are_asked_for(world, account, owner):
    made = [
        a_document(number="FV 1/10/2026"),
        a_document(number="FV 2/10/2026", kind="advance"),
        a_document(number="FV 5/10/2026"),
    ]

    found = told(world, account, owner, code="number_gap", documents=made, kinds=["vat"])

    assert len(found) == 1
    assert "FV 3/10/2026" in found[0][1]
    assert "FV 4/10/2026" in found[0][1]
    assert told(world, account, owner, code="number_gap", documents=[], direction="cost") == []


def test_two_documents_with_one_number_are_told(world, account, owner):
    first, second = party(tax_no="5252248481"), party(tax_no="5260001246")
    made = [
        a_document(number="FV 1/10/2026"),
        a_document(number="fv 1 / 10 / 2026"),
        a_document(number="K 1", income=False, seller=first),
        a_document(number="K 1", income=False, seller=second),
        a_document(number="K 1", income=False, seller=first, issue_date="2026-10-20"),
    ]

    found = told(world, account, owner, code="number_double", documents=made)

    assert sorted(number for number, _ in found) == ["K 1", "fv 1 / 10 / 2026"]


def test_a_document_that_belongs_to_another_period_is_told(world, account, owner):
    made = [
        a_document(number="goes in", vat_date="2026-11-02"),
        a_document(number="stays out", issue_date="2026-11-02", sale_date="2026-10-30"),
        a_document(number="elsewhere", issue_date="2026-11-02", sale_date="2026-11-02"),
        a_document(number="cost", income=False, issue_date="2026-09-30", receipt_date="2026-10-01"),
    ]

    found = dict(told(world, account, owner, code="outside_period", documents=made))

    assert found.keys() == {"goes in", "stays out", "cost"}
    assert "2026-11-02" in found["goes in"]
    assert found["goes in"].startswith("It goes in")
    assert found["stays out"].startswith("It stays out")
    asked = {"code": "outside_period", "documents": []}
    assert len(told(world, account, owner, **asked, direction="sale")) == 2
    booked = dict(told(world, account, owner, **asked, date_basis="accounting"))
    assert booked["goes in"].startswith("It stays out")


@pytest.mark.parametrize(
    "document",
    [
        a_document(gross="124.00"),
        a_document(vat="22.00"),
        a_document(vat_summary=[vat_sum("23", "100.00") | {"gross": "122.00"}], gross="122.00"),
    ],
)
def test_totals_that_do_not_add_up_are_told_once(world, account, owner, document):
    found = told(world, account, owner, code="sums_differ", documents=[document])

    assert len(found) == 1


def test_nothing_is_told_of_an_account_that_one_may_not_export(world, account):
    world.has_documents(account, 1, gross="999.00")
    bureau = world.has_account("biuro")
    link = world.has_client(account, bureau)
    accountant = world.person({bureau: "owner"})
    assert check(world, accountant).json["problem_count"] == 1

    world.hears(ClientDetached(client_id=link, account_id=account, bureau_id=bureau))

    assert check(world, accountant).status_code == 404
    assert check(world, world.person({account: "member"})).status_code == 403


def test_more_than_can_be_read_while_somebody_waits_is_refused(world, account, owner):
    fill(world, account, MOST_DOCUMENTS + 1)

    answer = check(world, owner)

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert str(MOST_DOCUMENTS) in answer.json["detail"]


def test_a_body_that_breaks_a_rule_is_told_where(world, owner):
    answer = check(world, owner, format="word_perfect")

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/format")
