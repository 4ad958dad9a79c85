"""Files that are no honest e-invoice: each is refused in words, quickly, and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.documents.ksef import (
    document_of,
    ksef_number_in,
    number_from_file_name,
    read_invoice,
)
from services.accounts.documents.ksef.number import accepted_on
from shared.errors import Invalid
from tests.accounts.documents.einvoices import an_einvoice

BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE f [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<Faktura>&c;</Faktura>"""
QUADRATIC = (
    b'<!DOCTYPE f [<!ENTITY a "'
    + b"a" * 50_000
    + b'">]><Faktura>'
    + b"&a;" * 50_000
    + b"</Faktura>"
)
EXTERNAL = b'<!DOCTYPE f [<!ENTITY a SYSTEM "file:///etc/passwd">]><Faktura>&a;</Faktura>'
REMOTE_DTD = b'<!DOCTYPE f SYSTEM "http://192.0.2.1/f.dtd"><Faktura/>'
PARAMETER = b'<!DOCTYPE f [<!ENTITY % a SYSTEM "http://192.0.2.1/a"> %a;]><Faktura/>'


@pytest.mark.parametrize("xml", [BILLION_LAUGHS, QUADRATIC, EXTERNAL, REMOTE_DTD, PARAMETER])
def test_a_document_type_is_refused_before_it_is_read(xml):
    with pytest.raises(Invalid, match="DOCTYPE"):
        read_invoice(xml)


def test_an_entity_that_nobody_declared_is_refused():
    with pytest.raises(Invalid, match="not well-formed"):
        read_invoice(an_einvoice(number="{}").replace(b"{}", b"&secret;"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "cp1250"])
def test_another_encoding_than_utf_8_is_refused(encoding):
    text = an_einvoice().decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')

    with pytest.raises(Invalid, match=r"not in UTF-8|not well-formed"):
        read_invoice(text.encode(encoding))


def test_what_a_file_says_of_its_encoding_does_not_hide_a_document_type():
    hidden = "<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE f+AD4-<Faktura/>"

    with pytest.raises(Invalid):
        read_invoice(hidden.encode())


def test_a_file_is_in_utf_8_whatever_else_it_says():
    lying = an_einvoice().replace(b'encoding="UTF-8"', b'encoding="ISO-8859-2"')

    assert read_invoice(lying).seller["name"] == "Próbna Spółka z o.o."


def test_a_byte_order_mark_changes_nothing():
    plain, marked = an_einvoice(), b"\xef\xbb\xbf" + an_einvoice()

    assert read_invoice(marked).seller == read_invoice(plain).seller


@pytest.mark.parametrize("length", [0, 1, 100, 1000])
def test_a_cut_file_is_refused(length):
    with pytest.raises(Invalid, match="not well-formed"):
        read_invoice(an_einvoice()[:length])


@pytest.mark.parametrize(
    "xml",
    [
        b"<Faktura/>",
        b'<Faktura xmlns="http://crd.gov.pl/wzor/2021/11/29/11089/"/>',
        b'<Inna xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"/>',
        b"<html><body>hello</body></html>",
    ],
)
def test_another_structure_is_named_as_such(xml):
    with pytest.raises(Invalid, match=r"not an e-invoice in the structure FA\(2\) or FA\(3\)"):
        read_invoice(xml)


@pytest.mark.parametrize(
    ("good", "bad", "what"),
    [
        (b"<P_15>123.00</P_15>", b"<P_15>123,00</P_15>", "P_15"),
        (b"<P_15>123.00</P_15>", b"<P_15>123.001</P_15>", "P_15"),
        (b"<P_15>123.00</P_15>", b"", "Adnotacje"),
        (b"<P_1>2026-04-07</P_1>", b"<P_1>2026-02-30</P_1>", "P_1"),
        (b"<KodWaluty>PLN", b"<KodWaluty>ZLP", "KodWaluty"),
        (b"<NIP>5260250274", b"<NIP>0000000000", "NIP"),
        (b"<JST>2</JST>", b"", "GV"),
        (b"<Fa>", b"<Fa><Obce/>", "Obce"),
    ],
)
def test_a_breach_of_the_schema_names_the_line_and_the_element(good, bad, what):
    xml = an_einvoice()
    assert good in xml

    with pytest.raises(Invalid) as refused:
        read_invoice(xml.replace(good, bad, 1))

    assert refused.value.facts["structure"] == "FA(3)"
    assert refused.value.facts["line"] > 1
    assert what in refused.value.facts["reason"]
    assert "http" not in refused.value.facts["reason"]


def test_a_reason_is_never_longer_than_an_answer_can_bear():
    with pytest.raises(Invalid) as refused:
        read_invoice(an_einvoice(number="x" * 100_000))

    assert len(refused.value.facts["reason"]) < 320


def test_fa_3_in_the_clothes_of_fa_2_is_refused():
    xml = an_einvoice(3).replace(b"2025/06/25/13775", b"2023/06/29/12648")

    with pytest.raises(Invalid, match=r"breaks the schema FA\(2\)"):
        read_invoice(xml)


@pytest.mark.parametrize(
    "xml",
    [
        an_einvoice(rows="<a>" * 100_000),
        an_einvoice(rows="<a/>" * 500_000),
        an_einvoice(number="9" * 2_000_000),
        an_einvoice().replace(
            b"<Fa>", b"<Fa " + b" ".join(b"a%d=''" % n for n in range(100_000)) + b">"
        ),
        an_einvoice(rows="<FaWiersz><NrWierszaFa>x</NrWierszaFa></FaWiersz>" * 50_000),
    ],
    ids=["deep", "wide", "long", "attributes", "errors"],
)
def test_shapes_that_cost_a_parser_much_are_refused_all_the_same(xml):
    with pytest.raises(Invalid):
        read_invoice(xml)


VALID = an_einvoice()


@given(st.integers(0, len(VALID) - 1), st.binary(max_size=8), st.integers(0, 8))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(at, put, cut):
    damaged = VALID[:at] + put + VALID[at + cut :]

    with suppress(Invalid):
        invoice = read_invoice(damaged)
        document_of(invoice, id="doc-1", income=True, ksef_number=None)


def test_threads_share_a_schema_and_each_gets_its_own_reason():
    def reason(number: int) -> str:
        try:
            read_invoice(an_einvoice(total=f"{number},0"))
        except Invalid as refusal:
            return str(refusal)
        return "nothing"

    with ThreadPoolExecutor(8) as threads:
        reasons = list(threads.map(reason, range(1, 401)))

    assert all(f"'{number},0'" in reason for number, reason in enumerate(reasons, start=1))


NUMBER = "5260250274-20260408-0123456789AB-CD"


@pytest.mark.parametrize("name", [f"{NUMBER}.xml", f"{NUMBER}.XML", f"{NUMBER.lower()}.xml"])
def test_the_number_of_ksef_is_read_from_a_file_named_after_it(name):
    assert number_from_file_name(name) == NUMBER


@pytest.mark.parametrize(
    "name",
    [
        "faktura.xml",
        NUMBER,
        f"{NUMBER}.pdf",
        f"kopia {NUMBER}.xml",
        f"{NUMBER}.xml.xml",
        "5260250274-20261340-0123456789AB-CD.xml",
        "5260250274-20260408-0123456789AG-CD.xml",
        "٥٢٦٠٢٥٠٢٧٤-20260408-0123456789AB-CD.xml",
        "",
    ],
)
def test_any_other_name_holds_no_number_of_ksef(name):
    assert number_from_file_name(name) is None


def test_the_number_of_ksef_tells_the_day_of_its_acceptance():
    assert str(accepted_on(NUMBER)) == "2026-04-08"
    assert ksef_number_in("5260250274-20260231-0123456789AB-CD") is None
