"""Who stands in the demo data: one bureau, and forty firms that it serves."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

BUREAU, BUREAU_NAME, BUREAU_NIP = "biuro500", "Biuro 500", "5260250274"
BUREAU_EMAIL = f"biuro@{BUREAU}.example"
ASSISTANT = f"asystent@{BUREAU}.example"

WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True)
class Firm:
    """A client: its prefix, its name, its NIP, what it sells, and the town it is in."""

    prefix: str
    name: str
    tax_no: str
    sells: str
    city: str

    @property
    def email(self) -> str:
        return f"firma@{self.prefix}.example"

    def company(self) -> dict[str, str]:
        """The firm as the API takes it, with all that the JPK files need."""
        return {
            "name": self.name,
            "tax_no": self.tax_no,
            "street": "Prosta",
            "house_number": "1",
            "post_code": "00-001",
            "city": self.city,
            "country": "PL",
            "email": f"kontakt@{self.prefix}.example",
            "voivodeship": "mazowieckie",
            "county": self.city,
            "commune": self.city,
            "tax_office_code": "1471",
        }


def _numbers(begin: int) -> Iterator[str]:
    """NIPs whose checksum is right, from this nine-digit number on."""
    for number in count(begin, 137):
        digits = [int(digit) for digit in str(number)]
        check = sum(w * d for w, d in zip(WEIGHTS, digits, strict=True)) % 11
        if check < 10:
            yield f"{number}{check}"


def _firms(lines: str, begin: int) -> tuple[Firm, ...]:
    rows = (line.split(" | ") for line in lines.strip().splitlines())
    return tuple(
        Firm(prefix, name, tax_no, sells, city)
        for (prefix, name, sells, city), tax_no in zip(rows, _numbers(begin), strict=False)
    )


ADDED = _firms(
    """
elektrownia | Elektrownia S.A. | Energia elektryczna | Warszawa
gabinet-usmiech | Gabinet Stomatologiczny Uśmiech sp. k. | Leczenie zachowawcze | Piaseczno
auto-serwis-zuraw | Auto-Serwis Żuraw | Przegląd samochodu | Pruszków
studio-cma | Studio Grafiki Ćma s.c. | Projekt graficzny | Warszawa
hurtownia-lodzka | Hurtownia Łódzka S.A. | Towary handlowe | Łódź
kwiaciarnia-roza | Kwiaciarnia Róża sp. z o.o. | Bukiet | Radom
sklep-sruba | Sklep Rowerowy Śruba s.c. | Części rowerowe | Siedlce
budmax | Budmax S.A. | Roboty budowlane | Płock
pracownia-igla | Pracownia Krawiecka Igła | Poprawki krawieckie | Otwock
transport-pomorze | Transport Pomorze sp. z o.o. | Przewóz krajowy | Gdańsk
apteka-lesna | Apteka Leśna sp. j. | Leki bez recepty | Legionowo
restauracja-pod-debem | Restauracja Pod Dębem | Usługa gastronomiczna | Konstancin
tartak-sosna | Tartak Sosna sp. z o.o. | Tarcica | Ostrołęka
geodezja-punkt | Geodezja Punkt sp. p. | Pomiary geodezyjne | Ciechanów
szkola-jezykow-most | Szkoła Języków Most | Kurs językowy | Warszawa
salon-lustro | Salon Fryzjerski Lustro | Usługa fryzjerska | Mińsk Mazowiecki
meble-jesion | Meble Jesion sp. z o.o. | Szafa na wymiar | Grójec
oprogramowanie-petla | Oprogramowanie Pętla sp. z o.o. | Prace programistyczne | Warszawa
przedszkole-biedronka | Przedszkole Biedronka | Opłata za zajęcia | Wołomin
weterynarz-lapa | Przychodnia Weterynaryjna Łapa | Wizyta | Sochaczew
""",
    526587760,
)
"""Those whose accounts the bureau opened."""

JOINED = _firms(
    """
drukarnia | Drukarnia Papier s.c. | Druk ulotek | Warszawa
piekarnia | Piekarnia Żytnia sp. j. | Pieczywo | Góra Kalwaria
ogrod-zielony | Ogród Zielony sp. z o.o. | Pielęgnacja ogrodu | Milanówek
sad-grojecki | Sad Grójecki | Jabłka | Grójec
klub-maraton | Klub Fitness Maraton | Karnet miesięczny | Warszawa
foto-blysk | Foto Błysk | Sesja zdjęciowa | Warszawa
kancelaria-paragraf | Kancelaria Paragraf sp. k. | Porada prawna | Warszawa
instalacje-rura | Instalacje Rura s.c. | Montaż instalacji | Radom
cukiernia-beza | Cukiernia Beza | Tort | Kielce
kopalnia-piasku | Kopalnia Piasku sp. z o.o. | Piasek płukany | Wyszków
hotel-wisla | Hotel Wisła sp. z o.o. | Nocleg | Kazimierz Dolny
ksiegarnia-kropka | Księgarnia Kropka | Podręcznik | Lublin
optyk-soczewka | Optyk Soczewka s.c. | Okulary | Białystok
pralnia-perla | Pralnia Perła | Pranie wodne | Warszawa
lakiernia-polysk | Lakiernia Połysk | Lakierowanie | Żyrardów
serwis-iskra | Serwis AGD Iskra | Naprawa | Pułtusk
zegary-wahadlo | Zegary Wahadło | Naprawa zegara | Kraków
pasieka-lipa | Pasieka Lipa | Miód lipowy | Łomża
kominki-zar | Kominki Żar s.c. | Montaż kominka | Nowy Dwór Mazowiecki
szklarnia-tafla | Szklarnia Tafla | Szkło na wymiar | Tarczyn
""",
    774110020,
)
"""Those that opened their accounts themselves and typed the bureau's prefix."""
