"""A client has one carer and one deputy, and is never left without a carer by who leaves."""

import pytest

CLIENTS = "/v1/bureaus/biuro500/clients"
ADDRESS = f"{CLIENTS}/acme/assignments"


@pytest.fixture
def owner(stage):
    owner = stage.bureau()
    stage.client("acme")
    stage.client("sklep")
    return owner


@pytest.fixture
def people(stage, owner):
    return [stage.worker("biuro500", "member").id for _ in range(3)]


def put(stage, owner, user_ids, client="acme", **duties):
    body = {"user_ids": user_ids, **duties}
    return stage.call("PUT", f"{CLIENTS}/{client}/assignments", owner, body)


def test_carer_and_deputy_are_two_of_those_who_look_after_the_client(stage, owner, people):
    first, second, third = people

    named = put(stage, owner, [first, second], carer=first, deputy=second)
    stranger = put(stage, owner, [first, second], carer=third)
    same = put(stage, owner, [first, second], carer=first, deputy=first)

    assert (named.json["carer"], named.json["deputy"]) == (first, second)
    assert [error["pointer"] for error in stranger.json["errors"]] == ["/carer"]
    assert [error["pointer"] for error in same.json["errors"]] == ["/deputy"]


def test_a_duty_that_is_not_named_stays_with_who_stays(stage, owner, people):
    first, second, third = people
    put(stage, owner, [first, second], carer=first, deputy=second)

    kept = put(stage, owner, [first, third])
    laid_down = put(stage, owner, [first, third], carer=None)

    assert (kept.json["carer"], kept.json["deputy"]) == (first, None)
    assert laid_down.json["carer"] is None


def test_a_change_of_duties_alone_is_no_news_for_others(stage, owner, people):
    first, second, _ = people
    put(stage, owner, [first, second], carer=first)

    put(stage, owner, [first, second], carer=second)

    assert len(stage.said("bureau.client.assigned.v1")) == 1


def replace(stage, owner, person, **body):
    return stage.post(f"/v1/bureaus/biuro500/people/{person}/replace", owner, body)


def test_who_leaves_is_let_go_only_with_a_new_carer_for_each_client(stage, owner, people):
    first, second, third = people
    for client in ("acme", "sklep"):
        put(stage, owner, [first, third], client, carer=first)

    nobody = replace(stage, owner, first)
    half = replace(stage, owner, first, carers={"acme": second})
    themselves = replace(stage, owner, first, carer=first)
    gone = replace(stage, owner, first, carer=third, carers={"acme": second})

    pointers = [
        [error["pointer"] for error in a.json["errors"]] for a in (nobody, half, themselves)
    ]
    both = ["/carers/acme", "/carers/sklep"]
    assert pointers == [both, ["/carers/sklep"], both]
    assert gone.json == {"clients": ["acme", "sklep"]}
    acme, sklep = (
        stage.get(f"{CLIENTS}/{client}/assignments", owner).json for client in ("acme", "sklep")
    )
    assert (acme["carer"], acme["user_ids"]) == (second, sorted([second, third]))
    assert (sklep["carer"], sklep["user_ids"]) == (third, [third])


def test_a_deputy_who_takes_over_is_the_deputy_no_more(stage, owner, people):
    first, second, _ = people
    put(stage, owner, [first, second], carer=first, deputy=second)

    replace(stage, owner, first, carer=second)

    now = stage.get(ADDRESS, owner).json
    assert (now["carer"], now["deputy"]) == (second, None)


def test_who_is_no_carer_needs_nobody_in_their_place(stage, owner, people):
    first, second, _ = people
    put(stage, owner, [first, second], carer=first, deputy=second)

    assert replace(stage, owner, second).json == {"clients": ["acme"]}
    assert stage.get(ADDRESS, owner).json["user_ids"] == [first]


def test_members_replace_nobody(stage, owner):
    member = stage.worker("biuro500", "member")

    assert replace(stage, member, owner.id, carer=member.id).status_code == 403
