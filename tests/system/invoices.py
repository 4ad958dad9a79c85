"""KSeF FA(3) invoices as files, and the Ministry's samples."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from pathlib import Path

SAMPLES = Path(__file__).parents[3] / "shared" / "formats" / "samples"
MINISTRY = sorted(SAMPLES.glob("ksef_ministry/*.xml"))

TEMPLATE = """\
<?xml version="1.0" encoding="UTF-8"?>
<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/">
  <Naglowek><KodFormularza kodSystemowy="FA (3)" wersjaSchemy="1-0E">FA</KodFormularza>\
<WariantFormularza>3</WariantFormularza><DataWytworzeniaFa>{day}T08:00:00Z</DataWytworzeniaFa>\
</Naglowek>
  <Podmiot1><DaneIdentyfikacyjne><NIP>{seller}</NIP><Nazwa>Sprzedawca {seller}</Nazwa>\
</DaneIdentyfikacyjne><Adres><KodKraju>PL</KodKraju><AdresL1>Prosta 1</AdresL1>\
<AdresL2>00-001 Warszawa</AdresL2></Adres></Podmiot1>
  <Podmiot2><DaneIdentyfikacyjne><NIP>{buyer}</NIP><Nazwa>Nabywca {buyer}</Nazwa>\
</DaneIdentyfikacyjne><Adres><KodKraju>PL</KodKraju><AdresL1>ul. Długa 2</AdresL1>\
<AdresL2>31-147 Kraków</AdresL2></Adres><JST>2</JST><GV>2</GV></Podmiot2>
  <Fa>
    <KodWaluty>PLN</KodWaluty><P_1>{day}</P_1><P_2>{number}</P_2><P_6>{day}</P_6>
    <P_13_1>{net}</P_13_1><P_14_1>{vat}</P_14_1><P_15>{gross}</P_15>
    <Adnotacje><P_16>2</P_16><P_17>2</P_17><P_18>2</P_18><P_18A>2</P_18A><Zwolnienie>\
<P_19N>1</P_19N></Zwolnienie><NoweSrodkiTransportu><P_22N>1</P_22N></NoweSrodkiTransportu>\
<P_23>2</P_23><PMarzy><P_PMarzyN>1</P_PMarzyN></PMarzy></Adnotacje>
    <RodzajFaktury>VAT</RodzajFaktury>
{rows}
  </Fa>
</Faktura>
"""
ROW = """\
    <FaWiersz><NrWierszaFa>{no}</NrWierszaFa><P_7>Usługa księgowa {no}</P_7><P_8A>szt.</P_8A>\
<P_8B>1</P_8B><P_9A>{price}</P_9A><P_11>{price}</P_11><P_12>23</P_12></FaWiersz>"""


@dataclass(frozen=True)
class Invoice:
    """A sale by `seller` of so many services, each for `price`, at 23 % VAT."""

    number: str
    seller: str
    buyer: str = "7740001454"
    day: str = "2026-04-07"
    price: Decimal = Decimal("100.00")
    rows: int = 1

    @property
    def net(self) -> Decimal:
        return self.price * self.rows

    @property
    def vat(self) -> Decimal:
        return (self.net * 23 / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat

    def to_xml(self) -> bytes:
        return TEMPLATE.format(
            number=escape(self.number),
            seller=self.seller,
            buyer=self.buyer,
            day=self.day,
            net=self.net,
            vat=self.vat,
            gross=self.gross,
            rows="\n".join(ROW.format(no=no + 1, price=self.price) for no in range(self.rows)),
        ).encode()
