"""Many at the same moment: seats, prefixes and leaving, on SQLite and on PostgreSQL."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.bureau.listener import COMPANY

CLIENTS = "/v1/bureaus/biuro500/clients"
AT_ONCE = 50


def together(number, call):
    with ThreadPoolExecutor(16) as people:
        return Counter(people.map(call, range(number)))


def outcome(answer):
    return answer.json.get("code", answer.status_code)


def test_fifty_requests_at_once_use_as_many_seats_as_there_are(stage_on_each):
    stage = stage_on_each
    owner = stage.bureau(size=7)

    answers = together(
        AT_ONCE,
        lambda n: outcome(stage.post(CLIENTS, owner, {"prefix": f"nowa{n}", "company": COMPANY})),
    )

    assert answers == {202: 7, "package_full": AT_ONCE - 7}
    assert stage.package() == (7, 7, 7)
    assert len(stage.said("bureau.company.requested.v1")) == 7


def test_fifty_requests_for_one_prefix_are_one_request(stage_on_each):
    stage = stage_on_each
    owner = stage.bureau(size=AT_ONCE)

    answers = together(
        AT_ONCE,
        lambda _: outcome(stage.post(CLIENTS, owner, {"prefix": "nowa", "company": COMPANY})),
    )

    assert answers == {202: 1, "prefix_taken": AT_ONCE - 1}
    assert stage.package() == (1, 1, AT_ONCE)


def test_a_client_that_is_left_by_many_at_once_is_left_once(stage_on_each):
    stage = stage_on_each
    owner = stage.bureau(size=3)
    stage.created_client("nowa", owner)
    stage.change_owner("nowa")

    answers = together(20, lambda _: outcome(stage.post(f"{CLIENTS}/nowa/detach", owner)))

    assert answers == {200: 1, "step_refused": 19}
    assert stage.package() == (0, 0, 3)
    assert len(stage.said("bureau.client.detached.v1")) == 1


def test_seats_that_come_and_go_at_once_still_add_up(stage_on_each):
    stage = stage_on_each
    owner = stage.bureau(size=10)
    for number in range(10):
        stage.created_client(f"stara{number}", owner)
        stage.change_owner(f"stara{number}")

    def come_or_go(number):
        if number % 2:
            return outcome(stage.post(f"{CLIENTS}/stara{number // 2}/detach", owner))
        body = {"prefix": f"nowa{number}", "company": COMPANY}
        return outcome(stage.post(CLIENTS, owner, body))

    answers = together(20, come_or_go)

    assert answers[200] == 10
    used, moved, size = stage.package()
    assert used == moved == answers[202] <= size
    assert answers[202] + answers["package_full"] == 10


def test_two_operators_switch_one_module_on(stage_on_each):
    stage = stage_on_each
    stage.open_account("biuro500")

    answers = together(
        8,
        lambda _: outcome(
            stage.call("PUT", "/v1/bureaus/biuro500/module", stage.operator, {"package_size": 3})
        ),
    )

    assert answers == {200: 7, 201: 1}
    assert len(stage.said("bureau.module.activated.v1")) == 1
