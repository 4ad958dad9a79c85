"""`python -m tests.faults.mutants [NAME …]`: does the audit see what a broken design does?

Runs a small campaign with each mutant; 1 if one of them passed, or if the sound design did not.
"""

import sys
from collections.abc import Sequence

from tests.faults.campaign import Campaign, Outcome, Plan
from tests.faults.chaos import CALM
from tests.faults.mutant import MUTANTS, sound
from tests.faults.stage import embedded, temporary

PLAN = Plan(lives=40, seed=7, patience=12.0, rest=10.0, faults=CALM)


def main(names: Sequence[str]) -> int:
    chosen = names or [mutant.__name__ for mutant in (sound, *MUTANTS)]
    wrong = [name for name in chosen if campaign(name).passed != (name == sound.__name__)]
    _say(f"wrongly judged: {', '.join(wrong)}" if wrong else "each was judged rightly")
    return 1 if wrong else 0


def campaign(name: str, plan: Plan = PLAN) -> Outcome:
    """What the audit says of a system that works as the mutant does."""
    command = (sys.executable, "-m", "tests.faults.mutant", name)
    with temporary() as folder, embedded(folder, command) as scene:
        outcome = Campaign(scene, plan).run()
    complaints = {check: found for check, found in outcome.complaints.items() if found}
    _say(f"{name.replace('_', ' ')}: {'passed' if outcome.passed else 'caught'}")
    for check, found in complaints.items():
        _say(f"  {check.replace('_', ' ')} ({len(found)}): {found[0].splitlines()[0][:150]}")
    return outcome


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
