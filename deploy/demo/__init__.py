"""Demo data, made through the product's own addresses: a bureau with clients in every state.

It is made once, after the first start; `DEMO=0` makes none. The passwords are made up here
and kept in `DATA_DIR/demo.json`, so that every later start can print them again. Each request
has a key of its own, so a start that was cut short is gone on with by the next one.
"""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path

from deploy.demo.api import Api
from deploy.demo.firms import ADDED, ASSISTANT, BUREAU_EMAIL, JOINED
from deploy.demo.lives import live

SHOWN = (BUREAU_EMAIL, ASSISTANT, JOINED[0].email, JOINED[-1].email)
"""Whose logins are printed: the bureau's owner and assistant, and two of its clients."""


def fill(urls: Mapping[str, str], data: Path, bureau_env: Mapping[str, str]) -> None:
    """Make the demo data where there is none yet, and print who may sign in."""
    remembered, made = data / "demo.json", data / "demo.made"
    if not remembered.exists():
        people = (BUREAU_EMAIL, ASSISTANT, *(firm.email for firm in (*JOINED, *ADDED)))
        logins = {email: secrets.token_urlsafe(9) for email in people}
        remembered.write_text(json.dumps(logins, indent=2))
    logins = json.loads(remembered.read_text())
    if not made.exists():
        live(Api(urls), logins, data, bureau_env)
        made.touch()
    for email in SHOWN:
        print(f"demo login {email}  password {logins[email]}", flush=True)
