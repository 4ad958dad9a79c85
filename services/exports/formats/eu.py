"""Numbers of EU VAT payers: the prefix of a country."""


def vat_prefix(country: str) -> str:
    """The prefix of a country's VAT numbers: its ISO code, but `EL` for Greece."""
    return "EL" if country == "GR" else country
