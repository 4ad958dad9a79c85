"""Webhooks over HTTP: added, shown without their secrets, changed, removed."""

import pytest

from services.accounts.webhooks import actions
from tests.accounts.webhooks.conftest import WEBHOOKS

BODY = {"kind": "invoice:create", "url": "https://shop.example/hook"}


def test_the_secret_is_shown_once(owner):
    added = owner.post(WEBHOOKS, BODY)

    assert len(added.json["secret"]) == 64
    assert owner.get(added.headers["Location"]).json.keys() & {"secret"} == set()
    (listed,) = owner.get(WEBHOOKS).json["items"]
    assert listed == {name: each for name, each in added.json.items() if name != "secret"}


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"kind": "invoice:print"}, "/kind"),
        ({"kind": None}, "/kind"),
        ({"url": "ftp://shop.example/"}, "/url"),
        ({"url": "http://user:password@shop.example/"}, "/url"),
        ({"url": f"https://shop.example/{'x' * 500}"}, "/url"),
        ({"url": "https://shop.example/\0"}, "/url"),
        ({"active": "perhaps"}, "/active"),
        ({"more": 1}, "/more"),
    ],
)
def test_what_is_wrong_is_named(owner, changes, pointer):
    answer = owner.post(WEBHOOKS, BODY | changes)

    assert answer.status_code in (400, 422)
    if answer.status_code == 422:
        assert [each["pointer"] for each in answer.json["errors"]] == [pointer]


def test_one_too_many_is_refused(owner):
    codes = [owner.post(WEBHOOKS, BODY).status_code for _ in range(actions.MOST + 1)]

    assert codes == [201] * actions.MOST + [409]


def test_a_change_of_an_older_version_is_refused(owner):
    address = owner.post(WEBHOOKS, BODY).headers["Location"]
    tag = owner.get(address).headers["ETag"]

    assert owner.patch(address, {"active": False}, headers={"If-Match": tag}).status_code == 200
    assert owner.patch(address, {"active": True}, headers={"If-Match": tag}).status_code == 412


def test_a_member_may_not_see_them(world, owner):
    member = world.with_role(owner, "acme", "member")

    assert member.get(WEBHOOKS).status_code == 403
    assert member.post(WEBHOOKS, BODY).status_code == 403


def test_programs_keep_webhooks_as_they_do_at_fakturownia(program):
    given = {"kind": "invoice:create", "url": "https://shop.example/", "api_token": "t"}

    added = program.post("/webhooks.json", {"webhook": given | {"active": "1"}})

    assert added.status_code == 201
    id = added.json["id"]
    assert len(added.json["secret"]) == 64
    assert program.get(f"/webhooks/{id}.json").json.items() >= given.items()
    changed = program.put(f"/webhooks/{id}.json", {"webhook": {"active": False}})
    assert (changed.json["active"], changed.json["url"]) == (False, given["url"])
    assert [each["id"] for each in program.get("/webhooks.json").json] == [id]
    assert program.delete(f"/webhooks/{id}.json").json == "ok"
    assert program.get(f"/webhooks/{id}.json").status_code == 404


@pytest.mark.parametrize(
    ("webhook", "field"),
    [({"kind": "x", "url": "https://shop.example/"}, "kind"), ({"kind": "client:update"}, "url")],
)
def test_programs_are_told_what_is_wrong(program, webhook, field):
    answer = program.post("/webhooks.json", {"webhook": webhook})

    assert answer.status_code == 422
    assert answer.json["message"].keys() == {field}
