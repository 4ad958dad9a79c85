"""`python -m tests.faults [--embedded] [--servers] [--lifecycles N] [--seed S]`

Runs the campaigns, prints what was done and what came of it; 1 if a promise was broken.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from tests.faults.campaign import Outcome, Plan
from tests.faults.report import report
from tests.faults.stage import embedded, on_servers, run, temporary
from tests.system.servers import servers


def main(words: list[str]) -> int:
    arguments = _parser().parse_args(words)
    plan = Plan(lives=arguments.lifecycles, seed=arguments.seed)
    _say(f"seed {plan.seed}, {plan.lives} lifecycles, {plan.threads} threads")
    both = arguments.embedded == arguments.servers
    passed = True
    if arguments.embedded or both:
        passed &= _shown("on the embedded bus and SQLite", _embedded(plan, arguments))
    if arguments.servers or both:
        passed &= _shown("on RabbitMQ and PostgreSQL", _on_servers(plan, arguments))
    return 0 if passed else 1


def _embedded(plan: Plan, arguments: Namespace) -> Outcome:
    with temporary() as folder, embedded(folder) as scene:
        outcome = run(scene, plan)
        _keep(outcome, arguments, "embedded")
        return outcome


def _on_servers(plan: Plan, arguments: Namespace) -> Outcome:
    with (
        temporary() as folder,
        servers() as both,
        on_servers(folder, both, "faults") as scene,
    ):
        outcome = run(scene, plan)
        _keep(outcome, arguments, "servers")
        return outcome


def _keep(outcome: Outcome, arguments: Namespace, name: str) -> None:
    """Keep the diary of the faults and the system's log, for who has to find out why."""
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
        (arguments.keep / f"{name}.diary").write_text("\n".join(outcome.scene.diary))
        (arguments.keep / f"{name}.log").write_bytes(outcome.scene.system.printed.read_bytes())


def _shown(name: str, outcome: Outcome) -> bool:
    _say(*report(name, outcome))
    return outcome.passed


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def _parser() -> ArgumentParser:
    parser = ArgumentParser("python -m tests.faults")
    parser.add_argument("--embedded", action="store_true", help="only on SQLite")
    parser.add_argument("--servers", action="store_true", help="only on PostgreSQL and RabbitMQ")
    parser.add_argument("--lifecycles", type=int, default=300, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep logs and diaries there")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
