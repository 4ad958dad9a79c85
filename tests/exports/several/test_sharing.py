"""Exports of several accounts: shared among runners, going on where one died, one ZIP."""

import threading

from shared.contracts.bureau import ClientDetached
from tests.exports.several.work import at_work, claim, rows, started, stored
from tests.exports.world import another_runner


def test_runners_share_the_accounts_of_an_export_and_the_file_is_the_same(world, clients, owner):
    alone = world.exported(owner, *clients)
    shared = world.export(owner, *clients).json
    threads = [threading.Thread(target=world.run, args=[another_runner(world)]) for _ in range(3)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    done = world.shown(owner, shared["id"])
    assert done["state"] == "completed"
    assert done["file"]["sha256"] == alone["file"]["sha256"]
    assert done["progress"] == {"done": 6, "total": 6}


def test_a_second_runner_takes_an_account_while_the_first_writes_another(
    world, gate, clients, owner
):
    export = world.export(owner, *clients, format="slow").json
    _, first = at_work(world, gate)  # The first client has no document.

    _, second = at_work(world, gate, another_runner(world))

    held = [part.prefix for part in rows(world, export) if part.lease]
    gate.open.set()
    second.join(10)
    first.join(10)
    assert held == ["client-1", "client-2"]
    assert world.shown(owner, export["id"])["state"] == "completed"
    assert stored(world) == [f"{export['id']}.1"]
    assert {row.attempt for row in rows(world, export)} == {0}  # Nothing in the storage is theirs.


def test_two_runners_never_take_the_same_account(world, clients, owner):
    started(world, world.export(owner, *clients).json)
    taken: list[int] = []
    start = threading.Barrier(4)

    def take_all():
        start.wait()
        while part := claim(world):
            taken.append(part.position)

    runners = [threading.Thread(target=take_all) for _ in range(4)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()

    assert sorted(taken) == [0, 1, 2, 3]


def test_a_fault_in_one_account_fails_the_whole_and_leaves_nothing(world, gate, clients, owner):
    failed = world.exported(owner, *clients, format="broken")

    assert (failed["state"], failed["error"]["code"]) == ("failed", "internal")
    assert (rows(world, failed), stored(world)) == ([], [])


def test_a_client_that_is_lost_while_the_others_are_written_is_left_out(world, gate, clients):
    bureau = world.has_account("biuro")
    links = {prefix: world.has_client(each, bureau) for prefix, each in clients.items()}
    accountant = world.person({bureau: "owner"})
    export = world.export(accountant, *clients, format="slow").json
    _, thread = at_work(world, gate)

    lost = {"client_id": links["client-3"], "account_id": clients["client-3"]}
    world.hears(ClientDetached(bureau_id=bureau, **lost))
    gate.open.set()
    thread.join(10)

    done = world.shown(accountant, export["id"])
    assert (done["state"], done["file"]) == ("completed", None)  # Sealed: it lost a client.
    assert [(p["account"], p["code"]) for p in done["problems"]][-1] == ("client-3", "not_found")


def test_the_problems_of_all_accounts_are_told_in_their_order(world, clients, owner):
    for account in clients.values():
        world.has_documents(account, 1, kind="proforma")

    done = world.exported(owner, *reversed(clients), "typo")

    told = [(problem["account"], problem["code"]) for problem in done["problems"]]
    assert told == [
        *((prefix, "unsupported_document") for prefix in reversed(clients)),
        ("typo", "not_found"),
    ]
