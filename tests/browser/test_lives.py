"""The two lives of a client in a browser, from sign-up to detached, through the pages only."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.demo.firms import ASSISTANT, BUREAU, BUREAU_EMAIL, BUREAU_NAME
from shared.clock import now
from tests.browser.firm import FirmsPerson
from tests.browser.office import OfficePerson
from tests.browser.stage import Stage
from tests.browser.visitor import Visitor
from tests.system.firms import Firm, a_firm
from tests.system.invoices import Invoice
from tests.system.mail import Mailbox

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])

Visitors = Callable[..., Visitor]


@dataclass(frozen=True)
class People:
    """Whoever takes part, each with a browser of their own."""

    visitors: Visitors
    product: Stage
    script: bool

    def of(self, firm: Firm) -> FirmsPerson:
        mails = Mailbox(self.product.system.data / "mail")
        return FirmsPerson.of(firm, self._visitor(), mails)

    def signed_in(self, email: str) -> OfficePerson:
        return OfficePerson.signed_in(self._visitor(), email)

    def _visitor(self) -> Visitor:
        return self.visitors(java_script_enabled=self.script)


@pytest.fixture
def people(visitors: Visitors, product: Stage, script: bool) -> People:
    return People(visitors, product, script)


@SCRIPT
def test_a_firm_that_signed_up_is_served_and_leaves(people: People) -> None:
    firm = a_firm()
    owner = people.of(firm)
    owner.sign_up()
    owner.verify_mail()
    owner.enter()
    number = owner.issue_invoice()

    owner.name_bureau(BUREAU, BUREAU_NAME)
    lead = people.signed_in(BUREAU_EMAIL)
    lead.open_client(firm, "Powiązana")
    lead.sees_no_documents()
    owner.let_bureau_in()
    lead.open_client(firm, "Aktywna")
    lead.assign(ASSISTANT)

    carer = people.signed_in(ASSISTANT)
    carer.open_client(firm, "Aktywna")
    carer.close_month()
    file = carer.export_month(documents=1)
    assert file.endswith(".csv")

    owner.end()
    owner.stands_alone_with(number)
    lead.open_client(firm, "Odłączona")
    lead.sees_no_documents()


@SCRIPT
def test_a_company_that_the_bureau_added_takes_its_account_over(
    people: People, tmp_path: Path
) -> None:
    firm = a_firm()
    invoices = [Invoice(f"FV {n}/2026", firm.tax_no, day=f"{now():%Y-%m-%d}") for n in (1, 2)]
    files = [tmp_path / f"{n}.xml" for n in (1, 2)]
    for file, invoice in zip(files, invoices, strict=True):
        file.write_bytes(invoice.to_xml())

    lead = people.signed_in(BUREAU_EMAIL)
    lead.add_company(firm)
    lead.import_documents(*files)
    lead.offer(firm.email)

    owner = people.of(firm)
    owner.take_over()
    package = owner.get_package()
    assert package.endswith(".zip")

    lead.open_client(firm, "Przekazana")
    lead.detach("Klient przechodzi do innego biura")
    lead.open_client(firm, "Odłączona")
    lead.sees_no_documents()
    owner.stands_alone_with(*(invoice.number for invoice in invoices))
