"""Code lists of Peppol BIS 3: countries, currencies, units, schemes of electronic addresses."""

from services.exports.formats.jpk.codes import CURRENCIES as _MINISTRY_CURRENCIES
from services.exports.formats.jpk.codes import LATER_COUNTRIES

COUNTRIES = LATER_COUNTRIES - {"AN", "XC", "XK", "XL"}
"""ISO 3166-1, without the Ministry's own codes."""

CURRENCIES = _MINISTRY_CURRENCIES - {
    "BYR", "EEK", "GGP", "GWP", "IMP", "JEP", "LTL", "LVL", "MRO", "MTL", "STD", "USS", "VEF",
    "XFU",
}  # fmt: skip
"""ISO 4217, without currencies that are no more and those that never were."""

SCHEMES = {
    "AT": "9914", "BE": "9925", "BG": "9926", "CY": "9928", "CZ": "9929", "DE": "9930",
    "EE": "9931", "EL": "9933", "ES": "9920", "FR": "9957", "GB": "9932", "HR": "9934",
    "HU": "9910", "IE": "9935", "LT": "9937", "LU": "9938", "LV": "9939", "MT": "9943",
    "NL": "9944", "PL": "9945", "PT": "9946", "RO": "9947", "SI": "9949", "SK": "9950",
}  # fmt: skip
"""Schemes whose electronic address is the VAT number, by its prefix."""

ONE = "C62"
UNITS = {
    "szt": "H87", "usł": ONE, "usługa": ONE, "kpl": "SET", "godz": "HUR", "h": "HUR",
    "rbh": "HUR", "dzień": "DAY", "dni": "DAY", "doba": "DAY", "mies": "MON", "miesiąc": "MON",
    "rok": "ANN", "kg": "KGM", "g": "GRM", "t": "TNE", "l": "LTR", "ml": "MLT", "m": "MTR",
    "mb": "MTR", "cm": "CMT", "mm": "MMT", "km": "KMT", "m2": "MTK", "m²": "MTK", "m3": "MTQ",
    "m³": "MTQ", "kwh": "KWH", "mwh": "MWH", "op": "XPK", "opak": "XPK",
}  # fmt: skip
"""UN/ECE Recommendation 20 by the usual Polish words, without their full stop."""
