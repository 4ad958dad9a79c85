"""One invoice or credit note in UBL 2.1, its elements in the order of the schema."""

import re
from collections.abc import Mapping
from typing import Any

from services.exports.formats.amounts import money
from services.exports.formats.jpk.xml import element
from services.exports.formats.problems import Notes
from services.exports.formats.ubl_2_1.lines import Line, lines
from services.exports.formats.ubl_2_1.party import (
    LONGEST,
    country_element,
    party_element,
    seller,
)
from services.exports.formats.ubl_2_1.sorts import CREDIT_NOTE, sort_of
from services.exports.formats.ubl_2_1.taxes import INSIDE_EU, OUTSIDE, Category, Group, groups
from services.exports.formats.vat import sums_in_pln
from shared.contracts.document import Document

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

_NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd"
_VAT = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
_MEANS = {"cash": "10", "cheque": "20", "transfer": "30", "card": "48"}
_BLANKS = re.compile(r"\s+")


class Invoice:
    """A document on its way into UBL, with what its parts have in common."""

    def __init__(
        self,
        document: Document,
        company: Mapping[str, Any],
        settings: Mapping[str, Any],
        notes: Notes,
    ) -> None:
        self.document = document
        self._company = company
        self._settings = settings
        self._notes = notes
        self._sort = sort_of(document)
        self._groups = groups(document, notes)
        self._lines = lines(document, self._groups, self._sort.sign, notes)

    @property
    def gross(self) -> int:
        """The total, as the document has its sign."""
        return sum(group.net + group.vat for group in self._groups)

    def text(self) -> str:
        root = self._sort.root
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}:{root}-2"'
            f' xmlns:cac="{_NAMESPACE}:CommonAggregateComponents-2"'
            f' xmlns:cbc="{_NAMESPACE}:CommonBasicComponents-2">\n'
            f"{self._head()}\n{self._references()}{self._parties()}\n{self._delivery()}"
            f"{self._payment()}{self._taxes()}\n{self._totals()}\n"
            f"{''.join(self._line(place, each) for place, each in enumerate(self._lines, 1))}"
            f"</{root}>\n"
        )

    def _head(self) -> str:
        document, sort = self.document, self._sort
        due = f"<cbc:DueDate>{self._due()}</cbc:DueDate>" if sort is not CREDIT_NOTE else ""
        code = f"<cbc:{sort.root}TypeCode>{sort.type_code}</cbc:{sort.root}TypeCode>"
        return (
            f"<cbc:CustomizationID>{CUSTOMIZATION}</cbc:CustomizationID>"
            f"<cbc:ProfileID>{PROFILE}</cbc:ProfileID>"
            f"{self._element('ID', document['number'])}"
            f"<cbc:IssueDate>{document['issue_date']}</cbc:IssueDate>{due}{code}"
            f"{self._element('Note', self._said())}"
            f"<cbc:DocumentCurrencyCode>{document['currency']}</cbc:DocumentCurrencyCode>"
            f"{'<cbc:TaxCurrencyCode>PLN</cbc:TaxCurrencyCode>' if self._vat_in_pln() else ''}"
            f"{self._element('BuyerReference', self._settings['buyer_reference'])}"
        )

    def _said(self) -> str:
        """The one note that Peppol allows."""
        document = self.document
        words = (
            "mechanizm podzielonej płatności" if document["split_payment"] else None,
            "metoda kasowa" if document["cash_method"] else None,
            document["correction_reason"],
            document["description"],
        )
        return "; ".join(filter(None, words))

    def _due(self) -> str:
        return self.document["due_date"] or self.document["issue_date"]

    def _references(self) -> str:
        """Invoices that this one corrects or settles, and its own number in KSeF."""
        corrected = [(each["number"], each["issue_date"]) for each in self.document["corrected"]]
        settled = [(number, None) for number in self.document["advances"]]
        known = self._element("ID", self.document["ksef_number"])
        return "".join(self._reference(*each) for each in (*corrected, *settled)) + (
            f"<cac:AdditionalDocumentReference>{known}<cbc:DocumentDescription>KSeF"
            "</cbc:DocumentDescription></cac:AdditionalDocumentReference>"
            if known
            else ""
        )

    def _reference(self, number: str, day: str | None) -> str:
        identity = self._element("ID", number)
        issued = f"<cbc:IssueDate>{day}</cbc:IssueDate>" if day else ""
        if not identity:
            return ""
        return (
            f"<cac:BillingReference><cac:InvoiceDocumentReference>{identity}{issued}"
            "</cac:InvoiceDocumentReference></cac:BillingReference>"
        )

    def _parties(self) -> str:
        shows_vat = all(group.category[0] != OUTSIDE for group in self._groups)
        sold = seller(self.document["seller"], self._company)
        bought = self.document["buyer"]
        return (
            "<cac:AccountingSupplierParty>"
            f"{party_element(sold, shows_vat=shows_vat, notes=self._notes)}"
            "</cac:AccountingSupplierParty>\n<cac:AccountingCustomerParty>"
            f"{party_element(bought, shows_vat=shows_vat, notes=self._notes)}"
            "</cac:AccountingCustomerParty>"
        )

    def _delivery(self) -> str:
        """When; and where to, which a supply inside the EU has to say."""
        document = self.document
        inside = any(group.category[0] == INSIDE_EU for group in self._groups)
        day = document["sale_date"] or (document["issue_date"] if inside else None)
        if not day:
            return ""
        place = (
            "<cac:DeliveryLocation><cac:Address>"
            f"{country_element(document['buyer']['country'])}</cac:Address></cac:DeliveryLocation>"
        )
        return (
            f"<cac:Delivery><cbc:ActualDeliveryDate>{day}</cbc:ActualDeliveryDate>"
            f"{place if inside else ''}</cac:Delivery>\n"
        )

    def _payment(self) -> str:
        """How an invoice is paid; a credit note says until when in words."""
        if self._sort is CREDIT_NOTE:
            note = self._element("Note", f"termin płatności: {self._due()}")
            return f"<cac:PaymentTerms>{note}</cac:PaymentTerms>\n"
        form = self.document["payment_form"] or ""
        code = _MEANS.get(form, "1")
        account = self._account() if form == "transfer" else ""
        if form == "transfer" and not account:
            self._notes.note("incomplete_document", "bank_account")
            return ""
        means = f"<cbc:PaymentMeansCode>{code}</cbc:PaymentMeansCode>{account}"
        return f"<cac:PaymentMeans>{means}</cac:PaymentMeans>\n" if form else ""

    def _account(self) -> str:
        number = _BLANKS.sub("", self.document["bank_account"] or "")
        iban = f"PL{number}" if len(number) == 26 and number.isdecimal() else number
        identity = self._element("ID", iban)
        return f"<cac:PayeeFinancialAccount>{identity}</cac:PayeeFinancialAccount>" if iban else ""

    def _vat_in_pln(self) -> str:
        """The tax in PLN, of an invoice in another currency whose rate of exchange is known."""
        known = sums_in_pln(self.document) if self.document["currency"] != "PLN" else None
        return money(sum(each.vat for each in known) * self._sort.sign) if known else ""

    def _taxes(self) -> str:
        in_pln = self._vat_in_pln()
        vat = sum(group.vat for group in self._groups)
        second = f'<cac:TaxTotal><cbc:TaxAmount currencyID="PLN">{in_pln}</cbc:TaxAmount>'
        return (
            f"<cac:TaxTotal>{self._amount('TaxAmount', vat)}"
            f"{''.join(self._subtotal(group) for group in self._groups)}</cac:TaxTotal>"
            f"{second + '</cac:TaxTotal>' if in_pln else ''}"
        )

    def _subtotal(self, group: Group) -> str:
        """A reason by its code only where it is the only one."""
        (code, *others) = group.codes
        coded = "" if others else self._element("TaxExemptionReasonCode", code)
        reason = self._element("TaxExemptionReason", "; ".join(filter(None, group.reasons)))
        return (
            f"<cac:TaxSubtotal>{self._amount('TaxableAmount', group.net)}"
            f"{self._amount('TaxAmount', group.vat)}"
            f"<cac:TaxCategory>{_category(group.category)}{coded}{reason}{_VAT}"
            "</cac:TaxCategory></cac:TaxSubtotal>"
        )

    def _totals(self) -> str:
        net = sum(group.net for group in self._groups)
        paid = self.document["payment_state"] == "paid" and self._sort is not CREDIT_NOTE
        prepaid = self._amount("PrepaidAmount", self.gross) if paid else ""
        return (
            f"<cac:LegalMonetaryTotal>{self._amount('LineExtensionAmount', net)}"
            f"{self._amount('TaxExclusiveAmount', net)}"
            f"{self._amount('TaxInclusiveAmount', self.gross)}{prepaid}"
            f"{self._amount('PayableAmount', 0 if paid else self.gross)}"
            "</cac:LegalMonetaryTotal>"
        )

    def _line(self, place: int, line: Line) -> str:
        sort, currency = self._sort, self.document["currency"]
        quantity = (
            f'<cbc:{sort.quantity} unitCode="{line.unit}">{line.quantity}</cbc:{sort.quantity}>'
        )
        return (
            f"<cac:{sort.line}><cbc:ID>{place}</cbc:ID>{quantity}"
            f"{self._amount('LineExtensionAmount', line.net * sort.sign)}"
            f"<cac:Item>{self._element('Name', line.name)}"
            f"<cac:ClassifiedTaxCategory>{_category(line.category)}{_VAT}"
            "</cac:ClassifiedTaxCategory></cac:Item>"
            f'<cac:Price><cbc:PriceAmount currencyID="{currency}">{line.price}</cbc:PriceAmount>'
            f"{_base(line)}</cac:Price></cac:{sort.line}>\n"
        )

    def _amount(self, name: str, amount: int) -> str:
        """Of the document, so with the sign that this sort of invoice gives it."""
        text = money(amount * self._sort.sign)
        return f'<cbc:{name} currencyID="{self.document["currency"]}">{text}</cbc:{name}>'

    def _element(self, name: str, text: str | None) -> str:
        return element(f"cbc:{name}", text, LONGEST, self._notes)


def _category(category: Category) -> str:
    """What lies outside of VAT has no percentage, not even zero."""
    code, percent = category
    rate = "" if code == OUTSIDE else f"<cbc:Percent>{percent}</cbc:Percent>"
    return f"<cbc:ID>{code}</cbc:ID>{rate}"


def _base(line: Line) -> str:
    if not line.base:
        return ""
    return f'<cbc:BaseQuantity unitCode="{line.unit}">{line.base}</cbc:BaseQuantity>'
