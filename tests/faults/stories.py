"""The kinds of lives that a client may have; each is written to the ledger as it is answered."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tests.faults.ledger import Ledger, Life
from tests.system.firms import Firm, a_firm
from tests.system.person import Person
from tests.system.product import Product

PERIOD = {"first": "2026-01-01", "last": "2026-12-31"}


@dataclass(frozen=True)
class World:
    """What stories happen in: the product, and bureaus with room or with next to none."""

    product: Product
    bureaus: list[Person]
    crowded: Person
    ledger: Ledger


def own_account(world: World, chance: random.Random) -> None:
    """A client signs up, names a bureau, makes it accountant, and one of them ends it."""
    bureau = chance.choice(world.bureaus)
    client = world.product.sign_up()
    life = world.ledger.begin("own account", bureau.prefix, client.prefix)
    life.owner = client.email
    _link(life, client, bureau)
    if chance.random() < 0.5:
        _wait(life, bureau)
    _activate(life, client, bureau)
    _maybe_documents(life, client, chance)
    if chance.random() < 0.3:
        _wait(life, bureau)
        client.remove_user(client.id_of_bureau()).expect(204)
        _passed(life, "deactivate", "linked")
        # Else the bureau might end it before it has heard of the role that came back.
        _wait(life, bureau)
        _activate(life, client, bureau)
    _maybe_export(life, client, chance)
    _end(life, client, bureau, chance)
    life.finished = True


def created_by_bureau(world: World, chance: random.Random) -> None:
    """A bureau adds a company, hands it over by mail, and only then is it detached."""
    bureau, firm = chance.choice(world.bureaus), a_firm()
    life = world.ledger.begin("created by bureau", bureau.prefix, firm.prefix)
    _add(life, bureau, firm)
    assert bureau.detach(firm.prefix).expect(409).code == "owner_is_bureau"
    bureau.hand_over(firm.prefix, firm.email).expect(202)
    if chance.random() < 0.2:
        bureau.withdraw(firm.prefix).expect(204)
        bureau.hand_over(firm.prefix, firm.email).expect(202)
    _accept(world, firm)
    life.owner = firm.email
    _passed(life, "hand_over", "handed_over")
    _wait(life, bureau)
    client = world.product.sign_in(firm.email, firm=firm)
    _maybe_documents(life, client, chance)
    _maybe_export(life, client, chance)
    if chance.random() < 0.8:
        _end(life, client, bureau, chance)
        life.holds_seat = False
    life.finished = True


def moved_to_another(world: World, chance: random.Random) -> None:
    """A client replaces its bureau by another one, and stays there."""
    first, second = chance.sample(world.bureaus, 2)
    client = world.product.sign_up()
    old = world.ledger.begin("left for another", first.prefix, client.prefix)
    old.owner = client.email
    _link(old, client, first)
    _activate(old, client, first)
    new = world.ledger.begin("came from another", second.prefix, client.prefix)
    new.owner = client.email
    _link(new, client, second)
    _passed(old, "detach", "detached")
    _maybe_documents(new, client, chance)
    _wait(old, first)
    _wait(new, second)
    old.finished = new.finished = True


def came_back(world: World, chance: random.Random) -> None:
    """A client leaves, and names the same bureau again: two lives in one history."""
    bureau = chance.choice(world.bureaus)
    client = world.product.sign_up()
    life = world.ledger.begin("came back", bureau.prefix, client.prefix)
    life.owner = client.email
    _link(life, client, bureau)
    client.leave().expect(204)
    _passed(life, "detach", "detached")
    if chance.random() < 0.5:
        _wait(life, bureau)
    _link(life, client, bureau)
    _activate(life, client, bureau)
    _wait(life, bureau)
    life.finished = True


def prefix_was_taken(world: World, chance: random.Random) -> None:
    """A bureau asks for a prefix that somebody has: it costs no seat in the end."""
    bureau, firm = chance.choice(world.bureaus), a_firm()
    world.product.sign_up(firm)
    life = world.ledger.begin("prefix was taken", bureau.prefix, firm.prefix)
    life.owner = firm.email
    answer = bureau.add_company(firm)
    if answer.status == 202:
        bureau.wait_for(firm.prefix, state="rejected")
    else:
        assert answer.expect(409).code == "prefix_taken"
    life.finished = True


def few_seats(world: World, chance: random.Random) -> None:
    """A bureau with few seats adds a company if one is free, and gives it back."""
    bureau, firm = world.crowded, a_firm()
    answer = bureau.add_company(firm, headers={})
    if answer.status == 409:
        assert answer.code == "package_full"
        life = world.ledger.begin("found no seat", bureau.prefix, firm.prefix)
        life.finished = True
        return
    answer.expect(202)
    life = world.ledger.begin("found a seat", bureau.prefix, firm.prefix)
    _passed(life, "link", "linked")
    _passed(life, "activate", "active")
    life.holds_seat = True
    _wait(life, bureau)
    bureau.hand_over(firm.prefix, firm.email).expect(202)
    _accept(world, firm)
    life.owner = firm.email
    _passed(life, "hand_over", "handed_over")
    _wait(life, bureau)
    bureau.detach(firm.prefix).expect(200)
    _passed(life, "detach", "detached")
    life.holds_seat = False
    life.finished = True


def walked_away(world: World, chance: random.Random) -> None:
    """Somebody sends a form and does not wait for the answer: all of it is done, or nothing."""
    firm = a_firm()
    life = world.ledger.begin("walked away", "", firm.prefix)
    life.owner = firm.email
    world.product.send_sign_up(firm)
    life.finished = True


Story = Callable[[World, random.Random], None]

STORIES: dict[Story, int] = {
    own_account: 36,
    created_by_bureau: 30,
    moved_to_another: 8,
    came_back: 8,
    prefix_was_taken: 6,
    few_seats: 8,
    walked_away: 4,
}
"""The stories, and how many of a hundred lives each is."""


def _add(life: Life, bureau: Person, firm: Firm) -> None:
    bureau.add_company(firm).expect(201, 202)
    life.holds_seat = True
    _passed(life, "link", "linked")
    _passed(life, "activate", "active")
    _wait(life, bureau)


def _link(life: Life, client: Person, bureau: Person) -> None:
    client.link(bureau.prefix).expect(200)
    _passed(life, "link", "linked")


def _activate(life: Life, client: Person, bureau: Person) -> None:
    client.add_bureau_as_accountant(bureau.prefix).expect(201)
    _passed(life, "activate", "active")


def _end(life: Life, client: Person, bureau: Person, chance: random.Random) -> None:
    if chance.random() < 0.5:
        client.leave().expect(204)
    else:
        _wait(life, bureau)
        bureau.detach(client.prefix).expect(200)
    _passed(life, "detach", "detached")
    _wait(life, bureau)


def _passed(life: Life, trigger: str, state: str) -> None:
    life.steps.append(trigger)
    life.state = state


def _wait(life: Life, bureau: Person) -> None:
    bureau.wait_for(life.prefix, state=life.state)


def _accept(world: World, firm: Firm) -> None:
    """Follow the newest invitation; one that was withdrawn meanwhile is followed by another."""
    world.product.eventually(
        lambda: world.product.accept_ownership(firm.email).status == 200,
        f"{firm.email} to accept an invitation",
        every=0.2,
    )


def _maybe_documents(life: Life, client: Person, chance: random.Random) -> None:
    for number in range(chance.choice((0, 0, 1, 3))):
        price = Decimal(chance.randint(1, 10_000_000)).scaleb(-2)
        invoice = client.an_invoice(f"FV {number + 1}/{client.prefix}", price=price)
        content = invoice.to_xml()
        answer = client.import_documents(content).expect(200, 201).json
        assert not answer["refused"], answer
        life.documents[invoice.number] = hashlib.sha256(content).hexdigest()


def _maybe_export(life: Life, client: Person, chance: random.Random) -> None:
    if chance.random() < 0.8:
        return
    wanted = chance.choice(("jpk_fa_4", "vat_register_csv", "archive_zip"))

    def ask() -> str | None:
        answer = client.export([client.prefix], wanted, **PERIOD)
        return answer.json["id"] if answer.status == 202 else None

    export = client.product.eventually(ask, f"an export of {client.prefix}", every=0.5)
    client.finished(export)
    life.exports.append(export)
