"""How an e-invoice is paid, in its currency."""

import pytest

from services.accounts.documents.ksef import document_of, read_invoice
from shared.contracts.document import Document
from tests.accounts.documents.einvoices import a_row, an_einvoice

PART = (
    "<ZaplataCzesciowa><KwotaZaplatyCzesciowej>{}</KwotaZaplatyCzesciowej>"
    "<DataZaplatyCzesciowej>{}</DataZaplatyCzesciowej>{}</ZaplataCzesciowa>"
)


def paid(inner: str, form: int = 3) -> Document:
    return read(an_einvoice(form, end=f"<Platnosc>{inner}</Platnosc>"))


def read(xml: bytes) -> Document:
    return document_of(read_invoice(xml), id="doc-1", income=True, ksef_number=None)


def test_an_invoice_without_a_word_of_payment_is_unpaid():
    document = read(an_einvoice())

    assert (document["payment_state"], document["payment_form"]) == ("unpaid", None)
    assert (document["paid_date"], document["due_date"]) == (None, None)
    assert document["bank_account"] is None


def test_a_paid_invoice_tells_when():
    document = paid("<Zaplacono>1</Zaplacono><DataZaplaty>2026-04-09</DataZaplaty>")

    assert (document["payment_state"], document["paid_date"]) == ("paid", "2026-04-09")


@pytest.mark.parametrize(
    ("mark", "state", "day"), [(1, "partial", None), (2, "paid", "2026-05-01")]
)
def test_payments_in_parts_are_partial_until_the_last(mark, state, day):
    parts = PART.format(10, "2026-05-01", "") + PART.format(113, "2026-04-20", "")

    document = paid(f"<ZnacznikZaplatyCzesciowej>{mark}</ZnacznikZaplatyCzesciowej>{parts}")

    assert (document["payment_state"], document["paid_date"]) == (state, day)


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("1", "cash"),
        ("2", "card"),
        ("3", "voucher"),
        ("4", "cheque"),
        ("5", "credit"),
        ("6", "transfer"),
        ("07", "mobile"),
    ],
)
def test_each_form_of_payment_has_its_word(code, form):
    assert paid(f"<FormaPlatnosci>{code}</FormaPlatnosci>")["payment_form"] == form


def test_another_form_of_payment_is_other():
    inner = "<PlatnoscInna>1</PlatnoscInna><OpisPlatnosci>kompensata</OpisPlatnosci>"

    assert paid(inner)["payment_form"] == "other"


def test_the_form_of_the_parts_counts_where_they_agree():
    cash, card = "<FormaPlatnosci>1</FormaPlatnosci>", "<FormaPlatnosci>2</FormaPlatnosci>"
    mark = "<ZnacznikZaplatyCzesciowej>1</ZnacznikZaplatyCzesciowej>"

    agreeing = paid(mark + PART.format(1, "2026-04-08", cash) + PART.format(2, "2026-04-09", cash))
    differing = paid(mark + PART.format(1, "2026-04-08", cash) + PART.format(2, "2026-04-09", card))

    assert agreeing["payment_form"] == "cash"
    assert differing["payment_form"] is None


def test_all_is_due_on_the_last_of_the_due_dates():
    terms = "".join(
        f"<TerminPlatnosci><Termin>{day}</Termin></TerminPlatnosci>"
        for day in ("2026-05-07", "2026-06-07", "2026-04-21")
    )

    assert paid(terms)["due_date"] == "2026-06-07"


def test_the_sellers_account_goes_before_the_factors_and_has_no_spaces():
    own = "<RachunekBankowy><NrRB>73 1111 1111 1111 1111 1111 1111</NrRB></RachunekBankowy>"
    factor = (
        "<RachunekBankowyFaktora><NrRB>22222222222222222222222222</NrRB></RachunekBankowyFaktora>"
    )

    assert paid(own + factor)["bank_account"] == "73111111111111111111111111"
    assert paid(factor)["bank_account"] == "22222222222222222222222222"


def test_foreign_currency_has_its_rate_and_the_vat_in_zlotys():
    row = "<P_11>100</P_11><P_12>23</P_12><KursWaluty>4.2512</KursWaluty>"
    sums = "<P_13_1>100</P_13_1><P_14_1>23</P_14_1><P_14_1W>97.78</P_14_1W><P_13_6_2>50</P_13_6_2>"

    document = read(
        an_einvoice(currency="EUR", sums=sums, total="173", rows=a_row(1, row) + a_row(2, row))
    )

    assert (document["currency"], document["exchange_rate"]) == ("EUR", "4.2512")
    assert [each["vat_pln"] for each in document["vat_summary"]] == ["97.78", "0.00"]


def test_rows_of_different_rates_of_exchange_have_no_one_rate():
    row = "<P_11>100</P_11><P_12>23</P_12><KursWaluty>{}</KursWaluty>"
    rows = a_row(1, row.format("4.25")) + a_row(2, row.format("4.26"))

    assert read(an_einvoice(currency="EUR", rows=rows))["exchange_rate"] is None


def test_an_advance_has_the_rate_of_its_payment():
    rate = "<KursWalutyZ>4.3</KursWalutyZ>"

    document = read(an_einvoice(currency="EUR", kind="ZAL", after_total=rate))

    assert document["exchange_rate"] == "4.3"


def test_an_invoice_in_zlotys_has_no_rate_of_exchange():
    row = "<P_11>100</P_11><P_12>23</P_12><KursWaluty>4.25</KursWaluty>"

    assert read(an_einvoice(rows=a_row(1, row)))["exchange_rate"] is None
