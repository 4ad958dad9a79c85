from shared.contracts.accounts import RolesChanged, SessionEnded
from shared.ids import new_id

CLIENTS = "/v1/bureaus/biuro500/clients"


def test_leaving_an_account_that_the_bureau_owns_is_refused_and_says_what_to_do(stage):
    owner = stage.bureau()
    stage.created_client("nowa", owner)

    answer = stage.post(f"{CLIENTS}/nowa/detach", owner)

    assert answer.status_code == 409
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "owner_is_bureau"
    assert answer.json["fix"] == f"https://bureau.example{CLIENTS}/nowa/handover"
    assert stage.seen("nowa", owner)["state"] == "active"
    assert stage.package() == (1, 1, 5)


def test_leaving_closes_the_bureau_out_at_once(stage):
    owner = stage.bureau()
    client_id = stage.client("acme")

    answer = stage.post(f"{CLIENTS}/acme/detach", owner)

    assert answer.status_code == 200
    assert answer.json["state"] == "detached"
    assert answer.json["company"].keys() == {"name", "tax_no"}
    assert stage.row(client_id).bureau_role is None
    assert stage.said("bureau.client.detached.v1") == [
        {
            "client_id": client_id,
            "account_id": stage.accounts["acme"],
            "bureau_id": stage.accounts["biuro500"],
        }
    ]


def test_a_handed_over_client_leaves_with_its_seat_and_pays_from_then_on(stage):
    owner = stage.bureau()
    stage.created_client("nowa", owner)
    stage.change_owner("nowa")

    answer = stage.post(f"{CLIENTS}/nowa/detach", owner)

    assert (answer.json["state"], answer.json["payer"]) == ("detached", "client")
    assert stage.package() == (0, 0, 5)


def test_leaving_twice_is_refused_and_frees_one_seat(stage):
    owner = stage.bureau()
    for prefix in ("nowa", "druga"):
        stage.created_client(prefix, owner)
    stage.change_owner("nowa")
    stage.post(f"{CLIENTS}/nowa/detach", owner)

    again = stage.post(f"{CLIENTS}/nowa/detach", owner)

    assert (again.status_code, again.json["code"]) == (409, "step_refused")
    assert stage.package() == (1, 1, 5)


def test_a_request_is_no_client_that_could_be_left(stage):
    owner = stage.bureau()
    stage.add_company("nowa", owner)

    answer = stage.post(f"{CLIENTS}/nowa/detach", owner)

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")


def test_members_see_that_they_may_not_leave(stage):
    owner = stage.bureau()
    stage.client("acme")
    member = stage.worker("biuro500", "member")
    stage.call("PUT", f"{CLIENTS}/acme/assignments", owner, {"user_ids": [member.id]})

    seen = stage.seen("acme", member)
    answer = stage.post(f"{CLIENTS}/acme/detach", member)

    assert seen["allowed"] == []
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_a_client_that_changed_meanwhile_is_not_left(stage):
    owner = stage.bureau()
    stage.client("acme")
    version = stage.seen("acme", owner)["version"]

    stale = stage.post(f"{CLIENTS}/acme/detach", owner, If_Match=f'"{version + 1}"')
    fresh = stage.post(f"{CLIENTS}/acme/detach", owner, If_Match=f'"{version}"')

    assert (stale.status_code, stale.json["code"]) == (412, "version_conflict")
    assert fresh.status_code == 200


def test_an_etag_never_means_two_things_at_one_address(stage):
    owner = stage.bureau()
    address = f"{CLIENTS}/nowa"
    tags = []

    def look():
        tags.append(stage.get(address, owner).headers["ETag"])

    request_id = stage.add_company("nowa", owner)
    look()
    stage.open_requested("nowa", request_id)
    look()
    stage.post(f"{address}/handover", owner, {"email": "jan@nowa.example"})
    look()
    stage.change_owner("nowa")
    look()
    stage.post(f"{address}/detach", owner)
    look()
    stage.client("nowa")
    look()

    assert len(set(tags)) == len(tags)
    assert stage.get(address, owner, If_None_Match=tags[-1]).status_code == 304
    assert stage.get(address, owner, If_None_Match=tags[0]).status_code == 200


def test_history_tells_every_step_of_all_the_times(stage):
    owner = stage.bureau()
    stage.client("acme")
    stage.post(f"{CLIENTS}/acme/detach", owner)
    stage.client("acme")

    page = stage.get(f"{CLIENTS}/acme/history", owner).json

    steps = [(i["from"], i["to"], i["trigger"]) for i in page["items"]]
    assert steps == [
        (None, "linked", "link"),
        ("linked", "active", "activate"),
        ("active", "detached", "detach"),
        (None, "linked", "link"),
        ("linked", "active", "activate"),
    ]
    assert page["items"][2]["actor"] == f"user/{owner.id}"
    assert page["items"][0]["actor"] == "accounts"
    assert all(item["at"].endswith("Z") and item["cause"] for item in page["items"])


def test_the_reason_for_which_the_bureau_left_stands_in_its_history(stage):
    owner = stage.bureau()
    stage.client("acme")

    answer = stage.post(f"{CLIENTS}/acme/detach", owner, {"reason": "The firm is wound up."})

    assert answer.status_code == 200
    items = stage.get(f"{CLIENTS}/acme/history", owner).json["items"]
    assert [each["reason"] for each in items] == [None, None, "The firm is wound up."]


def test_history_comes_in_pages(stage):
    owner = stage.bureau()
    stage.client("acme")

    first = stage.get(f"{CLIENTS}/acme/history?limit=1", owner).json
    rest = stage.get(f"{CLIENTS}/acme/history?cursor={first['next']}", owner).json

    assert [i["trigger"] for i in first["items"]] == ["link"]
    assert [i["trigger"] for i in rest["items"]] == ["activate"]
    assert rest["next"] is None


def test_a_request_has_a_history_of_its_own(stage):
    owner = stage.bureau()
    request_id = stage.add_company("nowa", owner)
    stage.refuse(request_id, "nowa")

    items = stage.get(f"{CLIENTS}/nowa/history", owner).json["items"]

    assert [item["to"] for item in items] == ["requested", "rejected"]


def test_another_bureaus_history_with_the_client_is_not_shown(stage):
    first = stage.bureau("biuro500")
    stage.bureau("biuro600")
    stage.client("acme", "biuro600")
    stage.client("acme", "biuro500")

    items = stage.get(f"{CLIENTS}/acme/history", first).json["items"]

    assert [item["trigger"] for item in items] == ["link", "activate"]


def test_an_ended_session_is_refused(stage):

    owner = stage.bureau()

    stage.hear(SessionEnded(session_id=owner.session_id, user_id=owner.id))

    assert stage.get(CLIENTS, owner).status_code == 401


def test_a_lost_role_closes_the_bureau_before_the_token_runs_out(stage):

    stage.bureau()
    admin = stage.worker("biuro500", "admin")
    assert stage.get(CLIENTS, admin).status_code == 200

    stage.hear(RolesChanged(user_id=admin.id, roles_version=2, roles={new_id(): "owner"}))

    assert stage.get(CLIENTS, admin).status_code == 404
