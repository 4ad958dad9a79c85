"""Threads beside the work of a process do what is due, through outages, until the block ends."""

from threading import Event

from sqlalchemy.exc import OperationalError

from shared.beside import Beside


def test_a_step_is_made_again_at_once_while_there_is_something_to_do() -> None:
    left, done = [1, 2, 3], Event()

    def step() -> bool:
        if left:
            left.pop()
            return True
        done.set()
        return False

    with Beside(step, name="test", pause=3600):
        assert done.wait(10)

    assert left == []


def test_an_outage_of_the_database_is_survived() -> None:
    tries, done = [], Event()

    def step() -> bool:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("SELECT 1", {}, Exception("away"))
        done.set()
        return False

    with Beside(step, name="test", pause=0.01):
        assert done.wait(10)


def test_what_is_in_hand_is_finished_before_the_block_ends() -> None:
    begun, may_end, ended = Event(), Event(), Event()

    def step() -> bool:
        begun.set()
        may_end.wait(10)
        ended.set()
        return True

    with Beside(step, name="test"):
        assert begun.wait(10)
        may_end.set()

    assert ended.is_set()
