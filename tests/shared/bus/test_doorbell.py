"""The doorbell wakes who waits, and is no trouble when nobody does."""

import os
import threading

from shared.bus.doorbell import Doorbell, ring


def test_a_ring_wakes_everybody_who_waits(tmp_path):
    with Doorbell(tmp_path) as one, Doorbell(tmp_path) as two:
        threading.Timer(0.01, ring, [tmp_path]).start()

        assert one.wait(5)
        assert two.wait(5)


def test_a_ring_before_the_wait_is_not_lost(tmp_path):
    with Doorbell(tmp_path) as bell:
        ring(tmp_path)

        assert bell.wait(0)


def test_many_rings_are_one(tmp_path):
    with Doorbell(tmp_path) as bell:
        for _ in range(100):
            ring(tmp_path)

        assert bell.wait(0)
        assert not bell.wait(0)


def test_ringing_never_blocks_even_if_nobody_listens_for_long(tmp_path):
    with Doorbell(tmp_path) as bell:
        pipe = os.open(next(tmp_path.iterdir()), os.O_WRONLY | os.O_NONBLOCK)
        os.write(pipe, b"!" * 65536)
        ring(tmp_path)
        os.close(pipe)

        assert bell.wait(0)


def test_ringing_where_nobody_ever_waited_does_nothing(tmp_path):
    ring(tmp_path / "nowhere")


def test_the_bell_of_a_dead_process_is_taken_down(tmp_path):
    os.mkfifo(tmp_path / "dead")

    ring(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_long_path_is_no_obstacle(tmp_path):
    """As it would be for a socket."""
    folder = tmp_path / ("x" * 100) / ("y" * 100)
    with Doorbell(folder) as bell:
        ring(folder)

        assert bell.wait(0)
