"""`python -m services.<service> bus …`: looking at the bus, and putting it right."""

import getpass
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from amqp.exceptions import NotFound
from sqlalchemy import select
from sqlalchemy.orm import Session

from shared import outbox
from shared.bus import dead_letters
from shared.bus.connection import LOST, connect
from shared.bus.heartbeat import heartbeat
from shared.bus.metrics import counts
from shared.bus.parking import parked
from shared.bus.topology import topology
from shared.bus.verify import findings_between, own_findings
from shared.clock import now, rfc3339
from shared.database import engine_for, reading, writing
from shared.errors import Failure

DESCRIPTION = """\
Messages leave through the outbox, come in through the inbox, and wait where something is
wrong: parked ones will be tried again or miss one before them; dead letters failed too often
and wait for you. Each holds up only the messages about its own subject."""


class Place(NamedTuple):
    """Where a command works: a service, its database in a transaction, the bus."""

    service: str
    session: Session
    bus_url: str
    prefix: str
    declare: Callable[[], object]


def run(
    words: Sequence[str],
    *,
    service: str,
    database_url: str,
    bus_url: str,
    declare: Callable[[], object],
    prefix: str = "",
) -> int:
    """Run `bus` with these words; prints, and gives the exit code: 1 where something is wrong.

    `declare` makes the service's exchanges and queues, see `bus.topology`.
    """
    arguments = _parser(service).parse_args(words)
    engine = engine_for(database_url)
    try:
        with writing(engine).begin() as session:
            place = Place(service, session, bus_url, prefix, declare)
            return int(arguments.run(place, arguments) or 0)
    except Failure as failure:
        print(failure)
        return 1
    finally:
        engine.dispose()


def _parser(service: str) -> ArgumentParser:
    parser = ArgumentParser(f"python -m services.{service} bus", description=DESCRIPTION)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add(commands, "status", _status, "processes, queues, and how much waits where")
    _add(commands, "declare", _declare, "make this service's exchanges, queues and bindings")
    dead = _group(commands, "dead", "the dead letters: list, show, replay, drop")
    _add(dead, "list", _dead_list, "the dead letters that nobody settled")
    _add(dead, "show", _dead_show, "one dead letter, whole").add_argument("id", type=int)
    replay = _add(dead, "replay", _dead_replay, "let the worker try it again")
    replay.add_argument("id", help="the number of one, or `all`")
    drop = _add(dead, "drop", _dead_drop, "give one up for good")
    drop.add_argument("id", type=int)
    for decision in (replay, drop):
        decision.add_argument("--why", metavar="REASON", required=True, help="is kept with it")
    waiting = _add(commands, "parked", _parked, "the messages that wait, and what for")
    waiting.add_argument("--skip", metavar="SUBJECT", help="go on without what is missing")
    waiting.add_argument("--owner", metavar="SERVICE", help="whose subject it is that is skipped")
    sent = _group(commands, "outbox", "what this service published")
    _add_replay(sent)
    verify = _add(commands, "verify", _verify, "is every message where it belongs?")
    verify.add_argument(
        "--against",
        metavar="SERVICE=DATABASE_URL",
        action="append",
        default=[],
        help="compare with what this service published; may be given several times",
    )
    return parser


def _add_replay(commands: Any) -> None:
    replay = _add(commands, "replay", _outbox_replay, "send again what listeners may lack")
    replay.add_argument("--name", help="only this message, such as accounts.account.opened.v1")
    replay.add_argument("--subject", help="only this subject, such as account/<id>")
    replay.add_argument("--since", type=_moment, help="only from this time on, in ISO 8601")


def _status(place: Place, _: Namespace) -> None:
    beats = place.session.execute(select(heartbeat).order_by(heartbeat.c.process)).all()
    rows = [(row.process, _ago(row.beat_at), "yes" if row.connected else "no") for row in beats]
    _print_table(("process", "last beat", "on the bus"), rows)
    _print_table(("messages", "count"), [*counts(place.session).items(), *_queue_sizes(place)])


def _queue_sizes(place: Place) -> list[tuple[str, Any]]:
    sizes: list[tuple[str, Any]] = []
    try:
        with connect(place.bus_url) as connection:
            for queue in topology(place.service, {}, place.prefix):
                with connection.channel() as channel:
                    declared = queue(channel).queue_declare(passive=True)
                sizes.append((f"in queue {queue.name}", declared.message_count))
    except NotFound:
        sizes.append(("in its queue", "not declared yet"))
    except LOST as error:
        sizes.append(("in its queue", f"the bus can't be reached: {error}"))
    return sizes


def _declare(place: Place, _: Namespace) -> None:
    place.declare()
    print("Its exchanges, queues and bindings are there.")


def _dead_list(place: Place, _: Namespace) -> None:
    rows = [
        (row.id, rfc3339(row.died_at), row.name, row.subject, row.version, _last_line(row.error))
        for row in dead_letters.open_ones(place.session)
    ]
    _print_table(("id", "died at", "message", "subject", "version", "error"), rows)


def _dead_show(place: Place, arguments: Namespace) -> None:
    row = dead_letters.find(place.session, arguments.id)
    facts = {key: value for key, value in row._mapping.items() if key not in ("body", "error")}
    _print_table(("fact", "value"), facts.items())
    print(row.error, row.body, sep="\n\n")


def _dead_replay(place: Place, arguments: Namespace) -> None:
    numbers = [int(arguments.id)] if arguments.id != "all" else _all_dead(place)
    for number in numbers:
        dead_letters.replay(place.session, number, by=getpass.getuser(), why=arguments.why)
    print(f"{len(numbers)} will be tried again.")


def _all_dead(place: Place) -> list[int]:
    return [row.id for row in dead_letters.open_ones(place.session)]


def _dead_drop(place: Place, arguments: Namespace) -> None:
    dead_letters.drop(place.session, arguments.id, by=getpass.getuser(), why=arguments.why)
    print(f"Dead letter {arguments.id} is given up.")


def _parked(place: Place, arguments: Namespace) -> None:
    if arguments.skip:
        source = f"/{arguments.owner}"
        first = dead_letters.skip_gap(place.session, source, arguments.skip)
        print(f"{arguments.skip} goes on with version {first}.")
        return
    rows = [
        (row.source, row.subject, row.version, row.name, row.reason, row.attempts, row.next_at)
        for row in place.session.execute(select(parked).order_by(parked.c.id))
    ]
    head = ("source", "subject", "version", "message", "reason", "attempts", "next try")
    _print_table(head, rows)


def _outbox_replay(place: Place, arguments: Namespace) -> int:
    chosen = {"name": arguments.name, "subject": arguments.subject, "since": arguments.since}
    if not any(chosen.values()):
        print("Say what: --name, --subject or --since.")
        return 1
    print(f"{outbox.resend(place.session, **chosen)} will be sent again.")
    return 0


def _verify(place: Place, arguments: Namespace) -> int:
    findings = list(own_findings(place.session))
    for against in arguments.against:
        owner, _, url = against.partition("=")
        engine = engine_for(url)
        with reading(engine)() as other:
            findings += [
                f"{owner}: {found}" for found in findings_between(place.session, owner, other)
            ]
        engine.dispose()
    print("\n".join(findings) if findings else "All is well.")
    return 1 if findings else 0


def _add(
    commands: Any, name: str, command: Callable[[Place, Namespace], int | None], text: str
) -> ArgumentParser:
    parser: ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=command)
    return parser


def _group(commands: Any, name: str, text: str) -> Any:
    parser = commands.add_parser(name, help=text, description=text)
    return parser.add_subparsers(title="commands", required=True, metavar="COMMAND")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _ago(moment: datetime) -> str:
    return f"{(now() - moment).total_seconds():.1f} s ago"


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1][:80]


def _print_table(head: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    lines = [[*head], *([str(value) for value in row] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        print(
            "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()
        )
    print()
