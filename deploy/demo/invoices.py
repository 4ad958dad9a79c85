"""A year of invoices of one firm, as the KSeF FA(3) files in which they exist."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from html import escape

from deploy.demo.firms import Firm

MONTHS = 12

BUYERS = (
    ("7740001454", "Odbiorca SA", "Płock"),
    ("5252248481", "Zakłady Handlowe Północ sp. z o.o.", "Gdynia"),
    ("6762243069", "Małopolska Sieć Sklepów S.A.", "Kraków"),
)
SUPPLIER = ("8992520556", "Hurtownia Materiałów Biurowych sp. z o.o.", "Wrocław")

FILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/">
  <Naglowek><KodFormularza kodSystemowy="FA (3)" wersjaSchemy="1-0E">FA</KodFormularza>
    <WariantFormularza>3</WariantFormularza><DataWytworzeniaFa>{day}T08:00:00Z</DataWytworzeniaFa>
  </Naglowek>
  <Podmiot1>{seller}</Podmiot1>
  <Podmiot2>{buyer}<JST>2</JST><GV>2</GV></Podmiot2>
  <Fa>
    <KodWaluty>PLN</KodWaluty><P_1>{day}</P_1><P_2>{number}</P_2><P_6>{day}</P_6>
    <P_13_1>{net}</P_13_1><P_14_1>{vat}</P_14_1><P_15>{gross}</P_15>
    <Adnotacje><P_16>2</P_16><P_17>2</P_17><P_18>2</P_18><P_18A>2</P_18A>
      <Zwolnienie><P_19N>1</P_19N></Zwolnienie>
      <NoweSrodkiTransportu><P_22N>1</P_22N></NoweSrodkiTransportu>
      <P_23>2</P_23><PMarzy><P_PMarzyN>1</P_PMarzyN></PMarzy></Adnotacje>
    <RodzajFaktury>VAT</RodzajFaktury>
    <FaWiersz><NrWierszaFa>1</NrWierszaFa><P_7>{what}</P_7><P_8A>szt.</P_8A><P_8B>{quantity}</P_8B>
      <P_9A>{price}</P_9A><P_11>{net}</P_11><P_12>23</P_12></FaWiersz>
  </Fa>
</Faktura>
"""

PARTY = """\
<DaneIdentyfikacyjne><NIP>{tax_no}</NIP><Nazwa>{name}</Nazwa></DaneIdentyfikacyjne>\
<Adres><KodKraju>PL</KodKraju><AdresL1>Prosta 1</AdresL1><AdresL2>00-001 {city}</AdresL2></Adres>"""


def year_of(firm: Firm, today: date) -> bytes:
    """A ZIP with two sales and one cost for each of the last twelve months, today at the latest."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        for name, content in _files(firm, today):
            files.writestr(name, content)
    return packed.getvalue()


def _files(firm: Firm, today: date) -> Iterator[tuple[str, str]]:
    us = (firm.tax_no, firm.name, firm.city)
    size = int(firm.tax_no[-4:]) % 40 + 5  # How large a firm it is, so that no two look alike.
    for back in range(MONTHS):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        first = date(year, month + 1, 1)
        for no, day in ((1, 8), (2, 20)):
            sold, buyer = min(first.replace(day=day), today), BUYERS[(back + no + size) % 3]
            price, quantity = Decimal(size * 37 + back * 11), (back * no + size) % 9 + 1
            number = f"FV {no}/{first:%m/%Y}"
            yield (
                f"sale-{first:%Y-%m}-{no}.xml",
                _file(number, sold, us, buyer, firm.sells, quantity, price),
            )
        bought = min(first.replace(day=12), today)
        number = f"{firm.prefix.upper()}/{first:%Y/%m}"
        price = Decimal(size * 9 + back * 3)
        cost = _file(number, bought, SUPPLIER, us, "Materiały biurowe", size % 5 + 1, price)
        yield f"cost-{first:%Y-%m}.xml", cost


Party = tuple[str, str, str]


def _file(
    number: str,
    day: date,
    seller: Party,
    buyer: Party,
    what: str,
    quantity: int,
    price: Decimal,
) -> str:
    net = (price * quantity).quantize(Decimal("0.01"))
    vat = (net * 23 / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return FILE.format(
        number=escape(number),
        day=day,
        seller=_party(seller),
        buyer=_party(buyer),
        what=escape(what),
        quantity=quantity,
        price=price.quantize(Decimal("0.01")),
        net=net,
        vat=vat,
        gross=net + vat,
    )


def _party(party: Party) -> str:
    tax_no, name, city = map(escape, party)
    return PARTY.format(tax_no=tax_no, name=name, city=city)
