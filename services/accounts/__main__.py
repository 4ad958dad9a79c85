"""`python -m services.accounts api | worker | relay | migrate | COMMAND …`, with

bus, keys, operator or audit as the command.
"""

import os
import sys

from services.accounts import app
from services.accounts.audit.command import audit
from services.accounts.config import Settings
from services.accounts.keys.command import keys
from services.accounts.operators.command import operator
from shared.command_line import commands_of, run

if __name__ == "__main__":
    settings = Settings.from_env(os.environ)
    commands = commands_of("accounts", app, settings) | {
        "keys": lambda words: keys(settings, words),
        "audit": lambda words: audit(settings, words),
        "operator": lambda words: operator(settings, words),
    }
    sys.exit(run(sys.argv[1:], commands, usage=__doc__))
