"""The same chain with Celery, for comparison: a request, then a task in each service.

`python -m tests.bench.celery_chain web | bureau | accounts | exports` runs one of its processes.
A task is sent with `delay()` after the commit, so what is lost between the two is lost.
"""

import os
import sys
from uuid import uuid4

import psycopg
from celery import Celery
from flask import Flask

from shared.server import serve

TABLES = """
CREATE TABLE IF NOT EXISTS account (id text PRIMARY KEY, bureau_id text, version int NOT NULL);
CREATE TABLE IF NOT EXISTS client (
    id text PRIMARY KEY, account_id text NOT NULL UNIQUE, bureau_id text, state text NOT NULL);
CREATE TABLE IF NOT EXISTS history (
    id text PRIMARY KEY, entity_id text, at timestamptz DEFAULT now(), dest text);
"""

app = Celery("chain", broker=os.environ.get("BUS_URL"))
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    worker_prefetch_multiplier=50,
    broker_connection_retry_on_startup=True,
    task_routes={
        "chain.link": {"queue": "bureau"},
        "chain.confirm": {"queue": "accounts"},
        "chain.copy": {"queue": "exports"},
    },
)
_connections: dict[str, psycopg.Connection] = {}


@app.task(name="chain.link")
def link(account_id: str, bureau_id: str) -> None:
    """The bureau has a new client."""
    client_id = str(uuid4())
    with _database("bureau").transaction():
        _keep_client("bureau", client_id, account_id, bureau_id)
        _database("bureau").execute(
            "INSERT INTO history (id, entity_id, dest) VALUES (%s, %s, 'linked')",
            [str(uuid4()), client_id],
        )
    copy.delay(client_id, account_id, bureau_id)
    confirm.delay(account_id)


@app.task(name="chain.copy")
def copy(client_id: str, account_id: str, bureau_id: str) -> None:
    """Exports knows it too."""
    with _database("exports").transaction():
        _keep_client("exports", client_id, account_id, bureau_id)


@app.task(name="chain.confirm")
def confirm(account_id: str) -> None:
    """The account hears of it."""
    with _database("accounts").transaction():
        _database("accounts").execute(
            "UPDATE account SET version = version + 1 WHERE id = %s", [account_id]
        )


def create() -> Flask:
    web = Flask("chain")

    @web.put("/accounts/<account>/bureau/<bureau>")
    def put(account: str, bureau: str) -> dict[str, str]:
        with psycopg.connect(_url("accounts")) as database:
            database.execute(
                "INSERT INTO account VALUES (%s, %s, 1) "
                "ON CONFLICT (id) DO UPDATE SET bureau_id = excluded.bureau_id",
                [account, bureau],
            )
        link.delay(account, bureau)
        return {"account": account, "bureau": bureau}

    return web


def _keep_client(service: str, client_id: str, account_id: str, bureau_id: str) -> None:
    _database(service).execute(
        "INSERT INTO client VALUES (%s, %s, %s, 'linked')", [client_id, account_id, bureau_id]
    )


def _database(service: str) -> psycopg.Connection:
    if service not in _connections:
        _connections[service] = psycopg.connect(_url(service), autocommit=True)
    return _connections[service]


def _url(service: str) -> str:
    return os.environ[f"{service.upper()}_DATABASE_URL"].replace("+psycopg", "")


if __name__ == "__main__":
    if sys.argv[1] == "web":
        serve(create, os.environ)
    else:
        words = ["worker", "--pool=solo", f"--queues={sys.argv[1]}", "--loglevel=warning"]
        app.worker_main([*words, f"--hostname={sys.argv[1]}@bench", "--without-gossip"])
