"""The main job: a client from sign-up to detached, on both of its ways."""

from tests.journeys.steps import a_handed_over_client, an_active_client, path_of
from tests.system.firms import a_firm
from tests.system.person import Person
from tests.system.product import Product


def test_a_client_that_signed_up_is_linked_then_active_then_detached(
    product: Product, bureau: Person
) -> None:
    client = product.sign_up()

    assert client.link(bureau.prefix).expect(200).json["bureau_prefix"] == bureau.prefix
    linked = bureau.wait_for(client.prefix, state="linked")
    client.add_bureau_as_accountant(bureau.prefix).expect(201)
    active = bureau.wait_for(client.prefix, state="active")
    client.leave().expect(204)
    detached = bureau.wait_for(client.prefix, state="detached")

    assert (linked["ownership"], linked["allowed"]) == ("client", ["detach"])
    assert (active["allowed"], active["payer"]) == (["detach"], "client")
    assert (detached["allowed"], detached["company"]["tax_no"]) == ([], client.firm.tax_no)
    assert path_of(bureau, client.prefix) == [
        (None, "linked", "link"),
        ("linked", "active", "activate"),
        ("active", "detached", "detach"),
    ]
    account = client.get(client.account).expect(200).json
    assert (account["bureau_prefix"], account["payer"]) == (None, "client")
    assert account["owner"]["kind"] == "user"


def test_a_company_that_a_bureau_added_is_handed_over_and_only_then_detached(
    product: Product, bureau: Person
) -> None:
    firm = a_firm()

    added = bureau.add_company(firm).expect(201).json
    assert (added["state"], added["ownership"], added["payer"]) == ("active", "bureau", "bureau")
    assert added["allowed"] == ["handover"]
    bureau.detach(firm.prefix).expect(409)
    bureau.hand_over(firm.prefix, firm.email).expect(202)
    product.accept_ownership(firm.email).expect(200)
    bureau.wait_for(firm.prefix, state="handed_over", ownership="client")
    detached = bureau.detach(firm.prefix).expect(200).json

    assert (detached["state"], detached["payer"]) == ("detached", "client")
    assert path_of(bureau, firm.prefix) == [
        (None, "linked", "link"),
        ("linked", "active", "activate"),
        ("active", "handed_over", "hand_over"),
        ("handed_over", "detached", "detach"),
    ]
    owner = product.sign_in(firm.email, firm=firm)
    assert owner.me()["accounts"] == [{"prefix": firm.prefix, "role": "owner", "via": "user"}]
    account = owner.wait_for_account(bureau_prefix=None)
    assert (account["owner"]["kind"], account["payer"]) == ("user", "client")


def test_a_person_with_an_account_verifies_the_email_signs_in_and_accepts(
    product: Product, bureau: Person
) -> None:
    person, firm = product.sign_up(), a_firm()
    bureau.add_company(firm).expect(201)
    offer = bureau.hand_over(firm.prefix, person.email).expect(202).json["handover"]
    assert offer["email"] == person.email
    offered = person.wait_for_offer()

    assert person.accept(offered).expect(409).code == "email_not_verified"
    product.verify_email(person.email).expect(200)
    assert person.accept(offered).expect(200).json["state"] == "accepted"

    bureau.wait_for(firm.prefix, state="handed_over", ownership="client")
    roles = {account["prefix"]: account["role"] for account in person.me()["accounts"]}
    assert roles[firm.prefix] == "owner"


def test_nobody_but_the_invited_person_may_accept(product: Product, bureau: Person) -> None:
    invited, stranger, firm = product.sign_up(), product.sign_up(), a_firm()
    bureau.add_company(firm).expect(201)
    bureau.hand_over(firm.prefix, invited.email).expect(202)
    offer = invited.wait_for_offer()

    stranger.accept(offer).expect(404)

    assert bureau.client(firm.prefix).json["ownership"] == "bureau"


def test_a_client_that_takes_the_accountants_role_back_is_linked_again(
    product: Product, bureau: Person
) -> None:
    client = an_active_client(product, bureau)

    client.remove_user(client.id_of_bureau()).expect(204)

    bureau.wait_for(client.prefix, state="linked", allowed=["detach"])
    assert path_of(bureau, client.prefix)[-1] == ("active", "linked", "deactivate")


def test_linking_again_begins_a_new_lifecycle(product: Product, bureau: Person) -> None:
    client = an_active_client(product, bureau)
    client.leave().expect(204)
    bureau.wait_for(client.prefix, state="detached")

    client.link(bureau.prefix).expect(200)

    bureau.wait_for(client.prefix, state="linked")
    assert path_of(bureau, client.prefix)[-2:] == [
        ("active", "detached", "detach"),
        (None, "linked", "link"),
    ]


def test_another_bureaus_prefix_replaces_the_first(
    product: Product, operator: Person, bureau: Person
) -> None:
    client, other = an_active_client(product, bureau), operator.make_bureau()

    client.link(other.prefix).expect(200)

    other.wait_for(client.prefix, state="linked")
    bureau.wait_for(client.prefix, state="detached")


def test_a_seat_is_used_from_the_request_to_the_end_of_the_lifecycle(
    product: Product, operator: Person
) -> None:
    bureau, first, second = operator.make_bureau(size=1), a_firm(), a_firm()

    bureau.add_company(first).expect(201)
    refused = bureau.add_company(second).expect(409)
    bureau.hand_over(first.prefix, first.email).expect(202)
    product.accept_ownership(first.email).expect(200)
    bureau.wait_for(first.prefix, state="handed_over")
    still = bureau.add_company(second).expect(409)
    bureau.detach(first.prefix).expect(200)

    assert (refused.code, still.code) == ("package_full", "package_full")
    bureau.add_company(second).expect(201)


def test_a_company_whose_prefix_is_taken_is_rejected_and_costs_no_seat(
    product: Product, operator: Person
) -> None:
    bureau, taken, free = operator.make_bureau(size=1), product.sign_up(), a_firm()

    refused = bureau.add_company(taken.firm)

    assert refused.expect(409).code == "prefix_taken"
    assert bureau.clients() == []
    bureau.add_company(free).expect(201)


def test_the_client_keeps_everything_after_it_was_detached(
    product: Product, bureau: Person
) -> None:
    client = a_handed_over_client(product, bureau)
    client.import_documents(client.an_invoice().to_xml()).expect(201)

    bureau.detach(client.prefix).expect(200)

    assert len(client.documents()) == 1
    assert bureau.client(client.prefix).expect(200).json["state"] == "detached"
    assert client.prefix not in [row["prefix"] for row in bureau.clients()]
    assert client.prefix in [row["prefix"] for row in bureau.clients("?state=detached&limit=200")]
