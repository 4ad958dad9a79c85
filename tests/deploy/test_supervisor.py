"""The supervisor restarts what dies, ends all together and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from deploy.supervisor import next_pause
from tests.deploy.conftest import ROOT, Play, eventually, lives

Begin = Callable[..., Play]


def test_a_program_that_dies_is_started_again_after_a_growing_pause(play: Begin) -> None:
    failing = play("failing")

    eventually(lambda: len(failing.noted("starts")) == 4)

    moments = [float(moment) for moment in failing.noted("starts")]
    pauses = [later - earlier for earlier, later in pairwise(moments)]
    assert pauses == sorted(pauses)
    assert pauses[0] >= 0.2
    assert any(line.endswith("| RuntimeError: it went wrong") for line in failing.lines)
    assert any("ended with exit code 1, starts again in 0.4 s" in line for line in failing.lines)


@pytest.mark.parametrize(
    ("last", "ran", "expected"),
    [(0.0, 0.1, 0.2), (0.2, 0.1, 0.4), (3.2, 1.0, 5.0), (5.0, 1.0, 5.0), (5.0, 11.0, 0.2)],
)
def test_the_pause_doubles_up_to_five_seconds_and_begins_anew_after_a_steady_run(
    last: float, ran: float, expected: float
) -> None:
    assert next_pause(last, ran) == expected


def test_the_death_of_one_program_leaves_the_others_alone(play: Begin) -> None:
    failing = play("failing")

    eventually(lambda: len(failing.noted("starts")) == 3)

    assert len(failing.noted("other")) == 1
    assert lives(failing.noted("other")[0])


def test_a_program_waits_until_those_before_it_have_finished(play: Begin) -> None:
    ordered = play("ordered")

    eventually(lambda: ordered.noted("third"))

    assert sorted(ordered.noted("order")) == ["first", "first", "second"]
    assert ordered.lines.count("all is prepared") == 1
    assert any(line.startswith("first ") and "exit code 3" in line for line in ordered.lines)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_when_told_to_stop_programs_finish_what_they_have_in_hand(
    play: Begin, number: signal.Signals
) -> None:
    busy = play("busy")
    eventually(lambda: busy.noted("pids"))

    code = busy.stop(number)

    assert code == 0
    assert busy.noted("finished") == ["in hand"]
    assert not lives(busy.noted("pids")[0])


def test_a_second_signal_changes_nothing(play: Begin) -> None:
    busy = play("busy")
    eventually(lambda: any("at work" in line for line in busy.lines))

    busy.process.send_signal(signal.SIGTERM)
    eventually(lambda: any("stopping" in line for line in busy.lines))
    code = busy.stop(signal.SIGTERM)

    assert code == 0
    assert busy.noted("finished") == ["in hand"]


def test_nothing_outlives_a_supervisor_that_was_killed(play: Begin) -> None:
    stubborn = play("stubborn")
    eventually(lambda: len(stubborn.noted("pids")) == 3)

    stubborn.process.kill()

    eventually(lambda: not any(lives(pid) for pid in stubborn.noted("pids")))


def test_what_a_killed_program_leaves_behind_ends_too(play: Begin) -> None:
    stubborn = play("stubborn")
    eventually(lambda: len(stubborn.noted("pids")) == 3)
    family = [pid for pid in stubborn.noted("pids") if not _is_deaf(stubborn, pid)]

    os.kill(int(min(family, key=int)), signal.SIGKILL)

    eventually(lambda: not any(lives(pid) for pid in family))
    eventually(lambda: len(stubborn.noted("pids")) == 5)


def test_it_ends_with_its_parent_where_it_was_asked_to(play: Begin) -> None:
    shell = play("busy", "sh", "-c", '"$@" & wait', "sh", WITH_PARENT="1")
    eventually(lambda: shell.noted("pids"))

    shell.process.kill()

    eventually(lambda: shell.noted("finished") == ["in hand"])
    eventually(lambda: not lives(shell.noted("pids")[0]))


def test_every_line_carries_the_name_of_its_process(play: Begin) -> None:
    talkative = play("talkative")

    eventually(lambda: any("the last word" in line for line in talkative.lines))

    said = [line.partition("| ") for line in talkative.lines]
    assert {name.strip() for name, _, _ in said} == {"talkative"}
    assert [text for _, _, text in said][1:5] == [
        "a whole line",
        "no \N{REPLACEMENT CHARACTER} letters",
        "and a part of a line",
        "the last word",
    ]


def test_a_reader_that_does_not_read_stops_nobody(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.deploy.stage", "flooding", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as unread:
        eventually((tmp_path / "finished").exists)

        unread.send_signal(signal.SIGTERM)
        code = unread.wait(15)

    assert code == 0


def test_a_program_has_nothing_open_that_belongs_to_another(play: Begin) -> None:
    descriptors = play("descriptors")

    eventually(lambda: "looked" in descriptors.lines)

    lifeline = descriptors.noted("open")[0].split()
    assert len(lifeline) == 1


def _is_deaf(stubborn: Play, pid: str) -> bool:
    return any(f"deaf             | started as process {pid}" in line for line in stubborn.lines)
