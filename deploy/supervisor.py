"""Keeps programs running: starts, restarts, prints what they print, and ends them together.

One thread and no connection, since it forks: whatever it had open, its children would share.
"""

import os
import selectors
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass

from deploy.child import SIGNALS, Program, become
from deploy.log import Log

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
STEADY = 10.0
"""A program that ran for so many seconds begins anew with the first pause."""

PATIENCE = 20.0
"""How many seconds programs have, once told to stop, before they are killed."""


@dataclass(eq=False)
class Place:
    """A program with its process, or without one until `due`."""

    program: Program
    pid: int | None = None
    finished: bool = False
    pause: float = 0.0
    due: float = 0.0
    started: float = 0.0


class Supervisor:
    """Runs `programs` until SIGTERM, SIGINT or SIGHUP; a second signal changes nothing.

    With `parent`, it also stops when the process of that id is no longer its parent.
    """

    def __init__(
        self, programs: Sequence[Program], *, out: int = 1, parent: int | None = None
    ) -> None:
        self.places = [Place(program) for program in programs]
        self.parent = parent
        self.killing_at: float | None = None
        self.selector = selectors.DefaultSelector()
        self.log = Log(out, self.selector)
        self.lifeline = os.pipe()
        self.alarm = os.pipe()

    def run(self) -> int:
        """Give 0 when every program has ended after a signal."""
        self._hear_signals()
        while self.killing_at is None or self._running():
            self._start_what_is_due()
            self._wait()
            self._reap()
            if self.killing_at is None and self.parent not in (None, os.getppid()):
                self._stop()
            if self.killing_at is not None and time.monotonic() > self.killing_at:
                self._kill()
        self.log.drain()
        return 0

    def _hear_signals(self) -> None:
        for end in self.alarm:
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self.alarm[1])
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN or number == signal.SIGCHLD:
                signal.signal(number, lambda *_: None)
        self.selector.register(self.alarm[0], selectors.EVENT_READ)

    def _running(self) -> list[Place]:
        return [place for place in self.places if place.pid is not None]

    def _start_what_is_due(self) -> None:
        if self.killing_at is not None:
            return
        finished = {place.program.name for place in self.places if place.finished}
        for place in self.places:
            waits = place.pid is None and not place.finished
            if waits and place.due <= time.monotonic() and finished.issuperset(place.program.after):
                self._start(place)

    def _start(self, place: Place) -> None:
        reader, writer = os.pipe()
        # A signal that comes between the fork and the child's own handlers must not be told
        # to the supervisor through the alarm that both still share.
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        place.pid = os.fork()
        if place.pid == 0:
            self._close_all_but(place.program, reader)
            become(place.program, output=writer, lifeline=self.lifeline[0])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        os.close(writer)
        self.log.follow(reader, place.program.name)
        place.started = time.monotonic()
        if not place.program.once:
            self.log.say(place.program.name, f"started as process {place.pid}")

    def _close_all_but(self, program: Program, reader: int) -> None:
        self.log.close()
        self.selector.close()
        for descriptor in (reader, self.lifeline[1], *self.alarm):
            os.close(descriptor)
        for place in self.places:
            listener = place.program.listener
            if listener is not None and listener is not program.listener:
                listener.close()

    def _wait(self) -> None:
        for key, _ in self.selector.select(timeout=self._seconds_to_wait()):
            if key.fd == self.alarm[0]:
                self._hear(os.read(self.alarm[0], 1024))
            else:
                self.log.read(key.fd)
        self.log.write()

    def _seconds_to_wait(self) -> float:
        dues = [place.due for place in self.places if place.pid is None and not place.finished]
        ahead = [due - time.monotonic() for due in dues]
        if self.log.waiting:
            ahead.append(0.05)
        return min([1.0, *(seconds for seconds in ahead if seconds > 0)])

    def _hear(self, numbers: bytes) -> None:
        asked = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}.intersection(numbers)
        if asked and self.killing_at is None:
            self._stop()

    def _stop(self) -> None:
        self.log.say("supervisor", "stopping")
        self.killing_at = time.monotonic() + PATIENCE
        for place in self.places:
            if place.program.listener is not None:
                place.program.listener.close()
        for place in self._running():
            _signal(place.pid, signal.SIGTERM)

    def _kill(self) -> None:
        for place in self._running():
            self.log.say(place.program.name, f"killed, since it ran on for {PATIENCE:.0f} s")
            _signal_group(place.pid, signal.SIGKILL)

    def _reap(self) -> None:
        for place in self._running():
            pid, status = os.waitpid(place.pid or 0, os.WNOHANG)
            if pid:
                # What it left behind, such as the web processes of a killed web server.
                _signal_group(pid, signal.SIGTERM)
                self._ended(place, os.waitstatus_to_exitcode(status))

    def _ended(self, place: Place, code: int) -> None:
        place.pid = None
        if place.program.once and code == 0:
            place.finished = True
            if place.program.announces:
                self.log.print(place.program.announces)
        elif self.killing_at is None:
            self._pause(place, code)

    def _pause(self, place: Place, code: int) -> None:
        place.pause = next_pause(place.pause, time.monotonic() - place.started)
        place.due = time.monotonic() + place.pause
        how = f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
        self.log.say(place.program.name, f"ended {how}, starts again in {place.pause:.1f} s")


def next_pause(last: float, ran: float) -> float:
    """How many seconds to wait before the next start, after one that ran for `ran` seconds."""
    if ran > STEADY or not last:
        return FIRST_PAUSE
    return min(last * 2, LONGEST_PAUSE)


def _signal(pid: int | None, number: signal.Signals) -> None:
    if pid is not None:
        os.kill(pid, number)


def _signal_group(pid: int | None, number: signal.Signals) -> None:
    try:
        if pid is not None:
            os.killpg(pid, number)
    except ProcessLookupError:
        return
