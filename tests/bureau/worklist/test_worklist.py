"""The working list puts first what is most at risk, and shows why."""

import pytest

from services.bureau.days import last_month, month_of, today
from shared.contracts.accounts import BureauRoleRevoked, RolesChanged
from tests.bureau.person import Person

WORK = "/v1/bureaus/biuro500/work"
CLIENTS = "/v1/bureaus/biuro500/clients"
LAST = last_month(month_of(today()))


def rows(stage, who, query=""):
    answer = stage.get(f"{WORK}{query}", who)
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def prefixes(stage, who, query=""):
    return [row["prefix"] for row in rows(stage, who, query)]


def go(stage, who, client, *steps):
    for step in steps:
        assert stage.post(f"{CLIENTS}/{client}/months/{LAST}/{step}", who).status_code == 200


@pytest.fixture
def full(stage_on_each):
    """Three clients: one without documents, one complete, one closed."""
    stage = stage_on_each
    owner = stage.bureau()
    for prefix, name in (("pusta", "Pusta"), ("pelna", "Pełna"), ("gotowa", "Gotowa")):
        stage.client(prefix, name=name)
    stage.open_months()
    for prefix in ("pelna", "gotowa"):
        stage.document(prefix, issued=f"{LAST}-05")
    go(stage, owner, "pelna", "complete")
    go(stage, owner, "gotowa", "complete", "take_up", "close")
    return stage, owner


def parts(row):
    return {part["what"]: part["points"] for part in row["score"]["missing"]}


def test_what_is_missing_most_comes_first_with_its_parts(full):
    stage, owner = full

    found = rows(stage, owner)

    assert [row["prefix"] for row in found] == ["pusta", "pelna", "gotowa"]
    assert [parts(row) for row in found] == [
        {"work_left": 3, "no_documents": 2},
        {"work_left": 2},
        {},
    ]
    for row in found:
        score = row["score"]
        assert score["total"] == score["urgency"] * sum(parts(row).values())


def test_a_closed_month_that_changed_after_the_export_comes_back_to_the_top(full):
    stage, owner = full
    document = stage.document("gotowa", issued=f"{LAST}-06", income=False)
    stage.exported("gotowa")
    stage.changed_after_export("gotowa", document)

    changed = {row["prefix"]: row for row in rows(stage, owner)}["gotowa"]
    filtered = prefixes(stage, owner, "?changed=true")
    stage.exported("gotowa")
    after = {row["prefix"]: row for row in rows(stage, owner)}["gotowa"]

    assert changed["changed_after_export"]
    assert parts(changed) == {"changed_after_export": 3}
    assert filtered == ["gotowa"]
    assert (after["changed_after_export"], parts(after)) == (False, {})
    assert after["documents"] == {"sales": 1, "costs": 1}
    assert after["last_document"] == f"{LAST}-06"
    assert after["last_export"] > changed["last_export"]


def test_the_list_is_filtered_and_counted_alike(full):
    stage, owner = full
    member = stage.worker("biuro500", "member")
    body = {"user_ids": [member.id], "carer": member.id}
    stage.call("PUT", f"{CLIENTS}/pelna/assignments", owner, body)
    stage.call("PUT", f"{CLIENTS}/gotowa/desk", owner, {"own_number": "7", "tags": ["Ryczałt"]})

    assert prefixes(stage, owner, "?state=closed") == ["gotowa"]
    assert prefixes(stage, owner, f"?carer={member.id}") == ["pelna"]
    assert sorted(prefixes(stage, owner, "?carer=nobody")) == ["gotowa", "pusta"]
    assert prefixes(stage, owner, f"?assigned={member.id}") == ["pelna"]
    assert prefixes(stage, owner, "?documents=false") == ["pusta"]
    assert sorted(prefixes(stage, owner, "?documents=true")) == ["gotowa", "pelna"]
    assert prefixes(stage, owner, "?client_state=handed_over") == []
    assert prefixes(stage, owner, "?ownership=bureau") == []
    assert len(prefixes(stage, owner, "?ownership=client&client_state=active")) == 3
    assert rows(stage, owner, f"?carer={member.id}")[0]["user_ids"] == [member.id]
    assert prefixes(stage, owner, "?tag=ryczałt") == ["gotowa"]
    assert prefixes(stage, owner, "?q=PELNA") == ["pelna"]
    assert prefixes(stage, owner, "?sort=name") == ["gotowa", "pelna", "pusta"]
    assert prefixes(stage, member) == ["pelna"]
    summary = stage.get(f"{WORK}/summary", owner).json
    assert summary["states"] == {"open": 1, "complete": 1, "in_work": 0, "closed": 1}
    assert (summary["changed_after_export"], summary["without_carer"]) == (0, 2)
    assert summary["clients"] == {"active": 3}
    assert stage.get(f"{WORK}/summary", member).json["clients"] == {"active": 1}
    assert [term["kind"] for term in summary["deadlines"]] == ["zus", "pit", "vat"]
    assert stage.get(f"{WORK}/summary?tag=ryczałt", owner).json["states"]["closed"] == 1


def test_each_row_shows_what_the_bureau_noted(full):
    stage, owner = full
    stage.call("PUT", f"{CLIENTS}/pusta/desk", owner, {"own_number": "7", "note": "Pilne"})

    row = rows(stage, owner)[0]

    assert (row["own_number"], row["note"], row["tags"]) == ("7", "Pilne", [])
    assert (row["carer"], row["deputy"]) == (None, None)
    assert row["month"]["month"] == LAST


def test_pages_follow_the_score_and_hold_each_client_once(full):
    stage, owner = full
    seen, cursor = [], ""
    while cursor is not None:
        page = stage.get(f"{WORK}?limit=1{cursor and '&cursor=' + cursor}", owner).json
        seen += [row["prefix"] for row in page["items"]]
        cursor = page["next"]

    assert seen == ["pusta", "pelna", "gotowa"]


def test_a_client_that_shuts_its_documents_is_off_the_list_at_once(full):
    stage, owner = full
    stage.hear(
        BureauRoleRevoked(
            account_id=stage.accounts["pelna"],
            link_id=stage.links["pelna"],
            bureau_id=stage.accounts["biuro500"],
        )
    )

    assert prefixes(stage, owner) == ["pusta", "gotowa"]
    assert stage.seen("pelna", owner)["state"] == "linked"


def test_the_list_takes_as_many_queries_for_many_clients_as_for_one(stage):
    owner = stage.bureau()
    stage.client("pierwsza")
    stage.open_months()
    few = queries(stage, owner)
    for number in range(15):
        stage.client(f"firma{number}")
    stage.open_months()

    assert len(rows(stage, owner)) == 16
    assert queries(stage, owner) == few


def queries(stage, owner):
    return stage.queries(lambda: stage.get(WORK, owner))


def test_views_are_kept_for_the_one_who_made_them(stage):
    owner = stage.bureau()
    member = stage.worker("biuro500", "member")
    body = {"name": "Moje pilne", "query": {"state": "open", "sort": "-score"}}

    made = stage.post(f"{WORK}/views", owner, body)
    twice = stage.post(f"{WORK}/views", owner, body)
    nonsense = stage.post(f"{WORK}/views", owner, {"name": "x", "query": {"state": "gone"}})

    assert (made.status_code, made.json["query"]) == (201, body["query"])
    assert (twice.status_code, nonsense.status_code) == (409, 422)
    assert stage.get(f"{WORK}/views", member).json == {"items": []}
    address = f"{WORK}/views/{made.json['id']}"
    assert stage.call("DELETE", address, member).status_code == 404
    assert stage.call("DELETE", address, owner).status_code == 204
    assert stage.get(f"{WORK}/views", owner).json == {"items": []}


def test_who_left_without_an_heir_leaves_the_client_without_a_carer_for_all_to_see(full):
    stage, owner = full
    member = stage.worker("biuro500", "member")
    body = {"user_ids": [member.id], "carer": member.id}
    stage.call("PUT", f"{CLIENTS}/pelna/assignments", owner, body)

    stage.hear(RolesChanged(user_id=member.id, roles_version=2, roles={}))

    assert "pelna" in prefixes(stage, owner, "?carer=nobody")
    assert stage.said("bureau.client.assigned.v1")[-1]["user_ids"] == []


@pytest.mark.parametrize("query", ["month=2026-13", "state=gone", "sort=total", "changed=maybe"])
def test_a_query_that_makes_no_sense_is_refused(stage, query):
    owner = stage.bureau()

    assert stage.get(f"{WORK}?{query}", owner).status_code == 422


def test_a_stranger_has_no_work_here(stage):
    stage.bureau()

    assert stage.get(WORK, Person()).status_code == 404
