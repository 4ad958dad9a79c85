"""Beginnings that several journeys share."""

from tests.system.firms import a_firm
from tests.system.person import Person
from tests.system.product import Product

Step = tuple[str | None, str, str]


def a_linked_client(product: Product, bureau: Person) -> Person:
    """The owner of an account that named the bureau."""
    client = product.sign_up()
    client.link(bureau.prefix).expect(200)
    bureau.wait_for(client.prefix, state="linked")
    return client


def an_active_client(product: Product, bureau: Person) -> Person:
    """The owner of an account that made the bureau its accountant."""
    client = a_linked_client(product, bureau)
    client.add_bureau_as_accountant(bureau.prefix).expect(201)
    bureau.wait_for(client.prefix, state="active")
    return client


def a_handed_over_client(product: Product, bureau: Person) -> Person:
    """The new owner of an account that the bureau had created."""
    firm = a_firm()
    bureau.add_company(firm).expect(201)
    bureau.hand_over(firm.prefix, firm.email).expect(202)
    product.accept_ownership(firm.email).expect(200)
    bureau.wait_for(firm.prefix, state="handed_over")
    return product.sign_in(firm.email, firm=firm)


def path_of(bureau: Person, client: str) -> list[Step]:
    """From where to where the client went, and by which trigger."""
    return [(row["from"], row["to"], row["trigger"]) for row in bureau.history(client)]
