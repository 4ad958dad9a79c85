"""`python -m services.exports api | worker | relay | runner | migrate | draft WORDS | bus …`
or `… verify FILE`, which checks an archive by itself, with no settings and no database."""

import os
import sys
from pathlib import Path

from services.exports import app
from services.exports.config import Settings
from shared.command_line import Command, Usage, commands_of, run


def verify(words: list[str]) -> int:
    """Say what is wrong with an archive; 0 where nothing is, 1 else."""
    from services.exports.formats.archive_zip.verify import verify as faults_of

    if len(words) != 1:
        raise Usage("verify needs the path of one archive")
    path = Path(words[0])
    if not path.is_file():
        raise Usage(f"there is no file {path}")
    faults = faults_of(path)
    for fault in faults:
        print(fault.text % fault.facts)
    print(f"{path.name}: {'damaged' if faults else 'whole and unchanged'}")
    return 1 if faults else 0


def commands(words: list[str]) -> dict[str, Command]:
    if words[:1] == ["verify"]:
        return {"verify": verify}
    settings = Settings.from_env(os.environ)
    return {**commands_of("exports", app, settings), "verify": verify}


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], commands(sys.argv[1:]), usage=__doc__))
