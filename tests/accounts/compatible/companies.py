"""A company that a program wants an account for."""

from tests.accounts.builders import PASSWORD

COMPANY = {
    "name": "Nowa Firma Sp. z o.o.",
    "tax_no": "5252445767",
    "street": "Prosta 1/10",
    "post_code": "00-112",
    "city": "Warszawa",
}


USER = {"login": "nowa", "email": "firma@nowa.example", "password": PASSWORD}


BODY = {"account": {"prefix": "nowa", "lang": "pl"}, "user": USER, "company": COMPANY}
