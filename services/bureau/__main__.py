"""`python -m services.bureau api | worker | relay | migrate | draft WORDS | bus …`."""

import os
import sys

from services.bureau import app
from services.bureau.config import Settings
from shared.command_line import commands_of, run

if __name__ == "__main__":
    settings = Settings.from_env(os.environ)
    sys.exit(run(sys.argv[1:], commands_of("bureau", app, settings), usage=__doc__))
