"""What an e-invoice says of its payment (`Platnosc`)."""

from typing import Literal, NamedTuple

from services.accounts.documents.ksef.node import Node

FORMS = {1: "cash", 2: "card", 3: "voucher", 4: "cheque", 5: "credit", 6: "transfer", 7: "mobile"}
OTHER = "other"
IN_FULL = 2


class Payment(NamedTuple):
    """How and when the invoice is, or was, paid."""

    form: str | None
    state: Literal["paid", "partial", "unpaid"]
    paid_date: str | None
    due_date: str | None
    bank_account: str | None


def payment_of(fa: Node) -> Payment:
    """The payment; without a word of it the invoice is unpaid.

    Of several due dates the last one counts, when all of the invoice is due. The account is
    the seller's; the factor's where only that one stands on the invoice.
    """
    payment = fa.one("Platnosc")
    if payment is None:
        return Payment(None, "unpaid", None, None, None)
    state, paid_date = _state(payment)
    return Payment(_form(payment), state, paid_date, _due_date(payment), _account(payment))


def _state(payment: Node) -> tuple[Literal["paid", "partial", "unpaid"], str | None]:
    """Paid at once, paid in full by parts (on the day of the last), in part, or not yet."""
    if payment.marks("Zaplacono"):
        return "paid", payment.text("DataZaplaty")
    how = payment.whole("ZnacznikZaplatyCzesciowej")
    if how is None:
        return "unpaid", None
    if how != IN_FULL:
        return "partial", None
    parts = [part.text("DataZaplatyCzesciowej") for part in payment.all("ZaplataCzesciowa")]
    return "paid", max(filter(None, parts), default=None)


def _form(payment: Node) -> str | None:
    """The form of the whole, else that of the parts where these agree (FA(3))."""
    if form := _form_in(payment):
        return form
    forms = {_form_in(part) for part in payment.all("ZaplataCzesciowa")}
    return forms.pop() if len(forms) == 1 else None


def _form_in(node: Node) -> str | None:
    code = node.whole("FormaPlatnosci")
    if code is not None:
        return FORMS[code]
    return OTHER if node.marks("PlatnoscInna") else None


def _due_date(payment: Node) -> str | None:
    terms = [term.text("Termin") for term in payment.all("TerminPlatnosci")]
    return max(filter(None, terms), default=None)


def _account(payment: Node) -> str | None:
    """The account's number without the spaces that FA(3) lets in."""
    number = payment.text("RachunekBankowy/NrRB") or payment.text("RachunekBankowyFaktora/NrRB")
    return number.replace(" ", "") if number else None
