import pytest

from services.bureau.polish import folded, sort_key

CLIENTS = "/v1/bureaus/biuro500/clients"


def prefixes(stage, who, query=""):
    answer = stage.get(f"{CLIENTS}{query}", who)
    assert answer.status_code == 200, answer.json
    return [item["prefix"] for item in answer.json["items"]]


@pytest.fixture
def full(stage_on_each):
    """A bureau with one client in each state."""
    stage = stage_on_each
    owner = stage.bureau(size=9)
    stage.open_account("podpiety", name="Żółw")
    stage.link("podpiety")
    stage.client("czynny", name="Łoś")
    stage.created_client("zalozony", owner)
    stage.created_client("oddany", owner)
    stage.change_owner("oddany")
    stage.client("odszedl", name="Ćma")
    stage.post(f"{CLIENTS}/odszedl/detach", owner)
    stage.add_company("czeka", owner, name="Źrebak")
    stage.refuse(stage.add_company("odrzucony", owner), "odrzucony")
    return stage, owner


def test_without_a_state_the_list_leaves_out_who_is_gone(full):
    stage, owner = full

    assert sorted(prefixes(stage, owner)) == ["czeka", "czynny", "oddany", "podpiety", "zalozony"]


def test_each_state_is_listed_by_its_name(full):
    stage, owner = full
    expected = {
        "linked": ["podpiety"],
        "handed_over": ["oddany"],
        "detached": ["odszedl"],
        "requested": ["czeka"],
        "rejected": ["odrzucony"],
        "abandoned": [],
    }

    found = {state: prefixes(stage, owner, f"?state={state}") for state in expected}

    assert found == expected
    assert sorted(prefixes(stage, owner, "?state=active")) == ["czynny", "zalozony"]


def test_ownership_is_a_filter(full):
    stage, owner = full

    assert sorted(prefixes(stage, owner, "?ownership=bureau")) == ["czeka", "zalozony"]
    assert sorted(prefixes(stage, owner, "?ownership=client")) == ["czynny", "oddany", "podpiety"]


@pytest.mark.parametrize("words", ["zolw", "ŻÓŁW", "podpi", "olw wiet"])
def test_search_ignores_case_marks_and_where_the_word_stands(stage, words):
    owner = stage.bureau()
    stage.client("podpiety", name="Żółw i Świetlik")
    stage.client("inny", name="Inna firma")

    found = prefixes(stage, owner, f"?q={words}")

    assert found == ["podpiety"]


def test_search_takes_a_percent_sign_for_itself(stage):
    owner = stage.bureau()
    stage.client("podpiety")

    assert prefixes(stage, owner, "?q=%25") == []


def test_the_list_is_in_the_order_of_the_polish_alphabet(stage_on_each):
    stage, names = stage_on_each, ["Zebra", "Żaba", "Źrebak", "„Łoś” s.c.", "Lis", "Ląd", "Lato"]
    owner = stage.bureau()
    for number, name in enumerate(names):
        stage.client(f"firma{number}", name=name)

    items = stage.get(CLIENTS, owner).json["items"]
    backwards = stage.get(f"{CLIENTS}?sort=-name", owner).json["items"]

    in_order = [item["company"]["name"] for item in items]
    assert in_order == ["Lato", "Ląd", "Lis", "„Łoś” s.c.", "Zebra", "Źrebak", "Żaba"]
    assert [item["company"]["name"] for item in backwards] == in_order[::-1]


@pytest.mark.parametrize("sort", ["name", "-prefix", "since"])
def test_pages_hold_every_client_once_while_rows_come_and_go(stage_on_each, sort):
    stage = stage_on_each
    owner = stage.bureau()
    for number in range(7):
        stage.client(f"firma{number}", name=f"Firma {number % 3}")

    seen, cursor = [], ""
    while True:
        page = stage.get(f"{CLIENTS}?limit=3&sort={sort}{cursor}", owner).json
        seen += [item["prefix"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
        stage.client(f"pozna{len(seen)}", name="A")

    old = [prefix for prefix in seen if prefix.startswith("firma")]
    assert sorted(old) == [f"firma{number}" for number in range(7)]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "state=gone", "sort=size", "cursor=x"])
def test_a_query_that_makes_no_sense_is_refused(stage, query):
    owner = stage.bureau()

    answer = stage.get(f"{CLIENTS}?{query}", owner)

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")


def test_the_list_takes_as_many_queries_for_many_clients_as_for_one(stage):
    owner = stage.bureau(size=50)
    stage.created_client("pierwsza", owner)
    few = queries(stage, owner)
    for number in range(20):
        stage.created_client(f"firma{number}", owner)

    assert queries(stage, owner) == few


def queries(stage, owner):
    return stage.queries(lambda: stage.get(CLIENTS, owner))


def test_a_client_is_found_in_whatever_case_its_prefix_is_written(stage):
    owner = stage.bureau()
    stage.client("acme")

    assert stage.get("/v1/bureaus/BIURO500/clients/Acme", owner).json["prefix"] == "acme"


def test_two_names_that_differ_in_marks_only_are_kept_apart():
    assert sort_key("Łan") > sort_key("Lżyca")
    assert sort_key("żur") > sort_key("źrebak") > sort_key("zzz")
    assert folded("Żółć Ł") == "zolc l"
