"""`python -m services.bureau api | worker | relay | migrate | module … | seats verify | …`.

Also `draft WORDS`, which drafts a migration, and `bus …`, which looks after messages.
"""

import os
import sys

from services.bureau import app
from services.bureau.config import Settings
from services.bureau.module.command import module
from services.bureau.module.verify import seats
from shared.command_line import commands_of, run

if __name__ == "__main__":
    settings = Settings.from_env(os.environ)
    commands = commands_of("bureau", app, settings) | {
        "module": lambda words: module(settings, words),
        "seats": lambda words: seats(settings, words),
    }
    sys.exit(run(sys.argv[1:], commands, usage=__doc__))
