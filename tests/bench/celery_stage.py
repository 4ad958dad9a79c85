"""Starts the chain in Celery and measures it as the product is measured."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from typing import NamedTuple
from uuid import uuid4

import psycopg

from tests.bench.celery_chain import TABLES
from tests.bench.figures import Spread
from tests.system.ports import free_ports, listens
from tests.system.servers import Servers
from tests.system.system import ROOT, SERVICES
from tests.system.waiting import eventually

POLL = 0.0003  # seconds


class Chain(NamedTuple):
    bureau: Spread
    exports: Spread


def measure(servers: Servers, times: int) -> Chain:
    """From the answer to the PUT until the bureau's and exports' databases have it."""
    environment = servers.environment("celery")
    with ExitStack() as stack:
        databases = {
            name: stack.enter_context(servers.postgresql.connect(f"celery_{name}"))
            for name in SERVICES
        }
        for database in databases.values():
            database.execute(TABLES)
        port = stack.enter_context(_running(environment))
        web = stack.enter_context(closing(HTTPConnection("127.0.0.1", port, timeout=30)))
        took = [_once(web, databases) for _ in range(times + 20)][20:]
    return Chain(Spread.of([one for one, _ in took]), Spread.of([two for _, two in took]))


def _once(web: HTTPConnection, databases: dict[str, psycopg.Connection]) -> tuple[float, float]:
    account = str(uuid4())
    web.request("PUT", f"/accounts/{account}/bureau/{uuid4()}")
    web.getresponse().read()
    answered = time.perf_counter()
    in_bureau = _known(databases["bureau"], account) - answered
    return in_bureau, _known(databases["exports"], account) - answered


def _known(database: psycopg.Connection, account: str) -> float:
    while not database.execute("SELECT 1 FROM client WHERE account_id = %s", [account]).fetchone():
        time.sleep(POLL)
    return time.perf_counter()


@contextmanager
def _running(environment: dict[str, str]) -> Iterator[int]:
    """The web server and three workers; gives the port."""
    port = free_ports(1)[0]
    env = {**os.environ, **environment, "PORT": str(port)}
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.celery_chain", name],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for name in ("web", *SERVICES)
    ]
    try:
        eventually(lambda: listens(port), within=30, what="the web server of the chain")
        yield port
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)
