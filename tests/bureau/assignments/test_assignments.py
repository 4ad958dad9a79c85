from shared.ids import new_id

CLIENTS = "/v1/bureaus/biuro500/clients"
ADDRESS = f"{CLIENTS}/acme/assignments"


def test_a_member_sees_the_clients_that_it_looks_after_and_no_other(stage):
    owner = stage.bureau()
    stage.client("acme")
    stage.client("sklep")
    member = stage.worker("biuro500", "member")
    before = stage.get(CLIENTS, member).json["items"]

    stage.call("PUT", ADDRESS, owner, {"user_ids": [member.id]})

    assert before == []
    assert [i["prefix"] for i in stage.get(CLIENTS, member).json["items"]] == ["acme"]
    assert stage.get(f"{CLIENTS}/acme", member).status_code == 200
    assert stage.get(f"{CLIENTS}/sklep", member).status_code == 404


def test_who_looks_after_a_client_is_announced_whole_and_once(stage):
    owner = stage.bureau()
    client_id = stage.client("acme")
    people = sorted(stage.worker("biuro500", "member").id for _ in range(2))

    for _ in range(2):
        answer = stage.call("PUT", ADDRESS, owner, {"user_ids": people[::-1]})
    stage.call("PUT", ADDRESS, owner, {"user_ids": people[:1]})

    assert answer.json["user_ids"] == people
    assert stage.get(ADDRESS, owner).json["user_ids"] == people[:1]
    said = stage.said("bureau.client.assigned.v1")
    assert [message["user_ids"] for message in said] == [people, people[:1]]
    assert said[0]["client_id"] == client_id


def test_only_people_of_the_bureau_look_after_its_clients(stage):
    owner = stage.bureau()
    stage.client("acme")
    stranger = new_id()

    answer = stage.call("PUT", ADDRESS, owner, {"user_ids": [owner.id, stranger]})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == ["/user_ids/1"]
    assert stage.get(ADDRESS, owner).json["user_ids"] == []


def test_members_may_not_assign(stage):
    owner = stage.bureau()
    stage.client("acme")
    member = stage.worker("biuro500", "member")
    stage.call("PUT", ADDRESS, owner, {"user_ids": [member.id]})

    answer = stage.call("PUT", ADDRESS, member, {"user_ids": []})

    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_nobody_looks_after_a_client_that_has_left(stage):
    owner = stage.bureau()
    stage.client("acme")
    stage.post(f"{CLIENTS}/acme/detach", owner)

    answer = stage.call("PUT", ADDRESS, owner, {"user_ids": [owner.id]})

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")


def test_linking_again_starts_without_assignments(stage):
    owner = stage.bureau()
    stage.client("acme")
    member = stage.worker("biuro500", "member")
    stage.call("PUT", ADDRESS, owner, {"user_ids": [member.id]})
    stage.post(f"{CLIENTS}/acme/detach", owner)
    assert stage.get(f"{CLIENTS}/acme", member).status_code == 200

    stage.client("acme")

    assert stage.get(f"{CLIENTS}/acme", member).status_code == 404
