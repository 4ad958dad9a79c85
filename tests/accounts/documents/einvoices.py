"""E-invoices of KSeF as tests want them: every argument has a default."""

import os
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

FORMATS = Path(__file__).resolve().parents[4] / "shared" / "formats"
NAMESPACES = {
    2: "http://crd.gov.pl/wzor/2023/06/29/12648/",
    3: "http://crd.gov.pl/wzor/2025/06/25/13775/",
}
SELLER, BUYER, STRANGER = "5260250274", "7740001454", "1111111111"
SUMS = "<P_13_1>100.00</P_13_1><P_14_1>23.00</P_14_1>"
CORRECTED = (
    "<DaneFaKorygowanej><DataWystFaKorygowanej>2026-03-01</DataWystFaKorygowanej>"
    "<NrFaKorygowanej>FV 1</NrFaKorygowanej><NrKSeFN>1</NrKSeFN></DaneFaKorygowanej>"
)
NO_EXEMPTION = "<P_19N>1</P_19N>"
NO_MARGIN = "<P_PMarzyN>1</P_PMarzyN>"


def samples() -> list[Path]:
    """The Ministry's samples and the one of our own."""
    found = sorted(FORMATS.glob("samples/ksef*/*.xml"))
    if not found:
        reason = f"the samples of the formats are not in {FORMATS}"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return found


def a_row(no: int = 1, inner: str = "", *, name: str = "Usługa", rate: str = "23") -> str:
    """A row; `inner` replaces its amounts, which must be in the structure's order."""
    amounts = inner or (
        f"<P_8A>szt.</P_8A><P_8B>1</P_8B><P_9A>100.00</P_9A><P_11>100.00</P_11><P_12>{rate}</P_12>"
    )
    return f"<FaWiersz><NrWierszaFa>{no}</NrWierszaFa><P_7>{escape(name)}</P_7>{amounts}</FaWiersz>"


def a_buyer(identity: str, *, address: str = "<KodKraju>PL</KodKraju><AdresL1>Długa 2</AdresL1>"):
    """The inside of `Podmiot2`, but for what only FA(3) has at its end."""
    whole = f"<Adres>{address}</Adres>" if address else ""
    return f"<DaneIdentyfikacyjne>{identity}</DaneIdentyfikacyjne>{whole}"


def an_einvoice(
    form: int = 3,
    *,
    seller: str = SELLER,
    buyer: str = BUYER,
    buyer_xml: str | None = None,
    number: str = "FV 1/04/2026",
    currency: str = "PLN",
    issued: str = "2026-04-07",
    sold: str = "<P_6>2026-04-05</P_6>",
    sums: str = SUMS,
    total: str = "123.00",
    after_total: str = "",
    marks: tuple[int, int, int, int] = (2, 2, 2, 2),
    exemption: str = NO_EXEMPTION,
    triangular: int = 2,
    margin: str = NO_MARGIN,
    kind: str = "VAT",
    after_kind: str = "",
    rows: str | None = None,
    end: str = "",
) -> bytes:
    """An FA(2) or FA(3); the XML of parts is given in the structure's order."""
    party2 = buyer_xml or a_buyer(f"<NIP>{buyer}</NIP><Nazwa>Odbiorca SA</Nazwa>")
    only_in_3 = "<JST>2</JST><GV>2</GV>" if form == 3 else ""
    p_16, p_17, p_18, p_18a = marks
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Faktura xmlns="{NAMESPACES[form]}">
<Naglowek><KodFormularza kodSystemowy="FA ({form})" wersjaSchemy="1-0E">FA</KodFormularza>
<WariantFormularza>{form}</WariantFormularza>
<DataWytworzeniaFa>2026-04-07T08:00:00Z</DataWytworzeniaFa></Naglowek>
<Podmiot1><DaneIdentyfikacyjne><NIP>{seller}</NIP><Nazwa>Próbna Spółka z o.o.</Nazwa>
</DaneIdentyfikacyjne><Adres><KodKraju>PL</KodKraju><AdresL1>Prosta 1</AdresL1>
<AdresL2>00-001 Warszawa</AdresL2></Adres></Podmiot1>
<Podmiot2>{party2}{only_in_3}</Podmiot2>
<Fa><KodWaluty>{currency}</KodWaluty><P_1>{issued}</P_1><P_2>{escape(number)}</P_2>{sold}{sums}
<P_15>{total}</P_15>{after_total}<Adnotacje><P_16>{p_16}</P_16><P_17>{p_17}</P_17><P_18>{p_18}</P_18>
<P_18A>{p_18a}</P_18A><Zwolnienie>{exemption}</Zwolnienie>
<NoweSrodkiTransportu><P_22N>1</P_22N></NoweSrodkiTransportu><P_23>{triangular}</P_23>
<PMarzy>{margin}</PMarzy></Adnotacje><RodzajFaktury>{kind}</RodzajFaktury>{after_kind}
{a_row() if rows is None else rows}{end}</Fa></Faktura>""".encode()


def numbered(count: int) -> dict[str, bytes]:
    """So many invoices, `FV 0` and on, by their file names."""
    return {f"{no}.xml": an_einvoice(number=f"FV {no}") for no in range(count)}
