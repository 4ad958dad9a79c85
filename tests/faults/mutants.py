"""`python -m tests.faults.mutants [NAME …]`: does the audit see what a broken design does?

Runs a small campaign with each mutant; 1 if one of them passed, or if the sound design did not.
That a life took too long is not held against a mutant: a slow machine would catch it.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace

from tests.faults import lives
from tests.faults.campaign import Campaign, Plan
from tests.faults.chaos import CALM
from tests.faults.mutant import MUTANTS, sound
from tests.faults.stage import embedded, temporary

PLAN = Plan(lives=40, seed=7, patience=12.0, rest=10.0, faults=CALM)
UNHURRIED = replace(PLAN, patience=60.0, rest=60.0)


def main(names: Sequence[str]) -> int:
    chosen = names or [mutant.__name__ for mutant in (sound, *MUTANTS)]
    wrong = [name for name in chosen if is_caught(name) == (name == sound.__name__)]
    _say(f"wrongly judged: {', '.join(wrong)}" if wrong else "each was judged rightly")
    return 1 if wrong else 0


def is_caught(name: str) -> bool:
    """Whether the audit complains of a system that works as the mutant does."""
    complaints = campaign(name)
    if name != sound.__name__:
        del complaints[lives.every_life_went_to_its_end.__name__]
    found = {check: texts for check, texts in complaints.items() if texts}
    _say(f"{name.replace('_', ' ')}: {'caught' if found else 'passed'}")
    for check, texts in found.items():
        _say(f"  {check.replace('_', ' ')} ({len(texts)}): {texts[0].splitlines()[0][:150]}")
    return bool(found)


def campaign(name: str) -> dict[str, list[str]]:
    """What the audit says after a campaign of the mutant."""
    plan = UNHURRIED if name == sound.__name__ else PLAN
    command = (sys.executable, "-m", "tests.faults.mutant", name)
    with temporary() as folder, embedded(folder, command) as scene:
        return Campaign(scene, plan).run().complaints


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
