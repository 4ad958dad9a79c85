"""The web server under the supervisor: its port outlives it, and it answers before it goes."""

import os
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

from shared.server import settings_from
from tests.deploy.conftest import Play, eventually, lives

Ask = Callable[[float], tuple[int, str]]


@pytest.fixture
def port(tmp_path: Path) -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    (tmp_path / "port").write_text(str(number))
    return number


@pytest.fixture
def ask(port: int) -> Ask:
    def asking(seconds: float) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", f"/{seconds}")
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    return asking


def listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def test_a_request_that_is_being_answered_when_the_system_stops_gets_its_answer(
    play: Callable[..., Play], port: int, ask: Ask
) -> None:
    web = play("web")
    eventually(lambda: listens(port))
    ask(0.0)

    with ThreadPoolExecutor() as pool:
        answer = pool.submit(ask, 1.0)
        time.sleep(0.3)
        code = web.stop()

    assert answer.result()[0] == 200
    assert code == 0
    assert not listens(port)
    assert web.noted("ended") == ["an answer", "an answer", "the server"]


def test_requests_wait_while_a_killed_server_starts_again(
    play: Callable[..., Play], port: int, ask: Ask
) -> None:
    play("web")
    eventually(lambda: listens(port))
    _, first = ask(0.0)

    os.kill(int(first), signal.SIGKILL)

    eventually(lambda: ask(0.0) not in [(200, first), (200, "1")])
    assert not lives(first)


def test_several_server_processes_need_a_folder_for_their_metrics(tmp_path: Path) -> None:
    (tmp_path / "counter_12.db").write_text("of the last run")

    settings = settings_from({"WEB_WORKERS": "2", "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)})

    assert settings["workers"] == 2
    assert not list(tmp_path.iterdir())
    with pytest.raises(KeyError, match="PROMETHEUS_MULTIPROC_DIR"):
        settings_from({"WEB_WORKERS": "2"})


def test_a_server_alone_listens_where_its_environment_says() -> None:
    assert settings_from({"HOST": "0.0.0.0", "PORT": "80"})["bind"] == "0.0.0.0:80"
    assert settings_from({}, socket=7)["bind"] == "fd://7"
