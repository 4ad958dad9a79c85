"""What each service is told, derived from what `make up` was told."""

from pathlib import Path

import pytest

from deploy.environment import CannotStart, Whereabouts, environment_of, runners


def test_without_any_setting_all_stands_in_the_data_folder_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    told = environment_of("bureau", Whereabouts.from_env({}), {})

    assert told["DATABASE_URL"] == f"sqlite:///{tmp_path}/data/bureau.db"
    assert told["BUS_URL"] == f"embedded:///{tmp_path}/data/bus.db"
    assert told["PUBLIC_URL"] == told["BUREAU_URL"] == "http://127.0.0.1:8002"
    assert told["ACCOUNTS_URL"] == "http://127.0.0.1:8001"


def test_a_service_is_told_its_own_database_and_no_other(tmp_path: Path) -> None:
    env = {
        "DATA_DIR": str(tmp_path),
        "BUS_URL": "amqp://broker",
        "ACCOUNTS_DATABASE_URL": "postgresql://accounts",
        "BUREAU_DATABASE_URL": "postgresql://bureau",
        "EXPORTS_PORT": "9003",
        "ACCESS_TOKEN_SECONDS": "60",
    }

    told = environment_of("accounts", Whereabouts.from_env(env), env)

    assert told["DATABASE_URL"] == "postgresql://accounts"
    assert "postgresql://bureau" not in told.values()
    assert told["BUS_URL"] == "amqp://broker"
    assert told["EXPORTS_URL"] == "http://127.0.0.1:9003"
    assert told["ACCESS_TOKEN_SECONDS"] == "60"


@pytest.mark.parametrize("port", ["http", "0", "65536"])
def test_a_port_that_is_none_is_refused_by_name(port: str) -> None:
    with pytest.raises(CannotStart, match="BUREAU_PORT"):
        Whereabouts.from_env({"BUREAU_PORT": port})


def test_there_are_as_many_runners_as_somebody_says_and_else_one_per_core_up_to_four() -> None:
    assert runners({"EXPORT_RUNNERS": "7"}) == 7
    assert 1 <= runners({}) <= 4


@pytest.mark.parametrize("said", ["0", "-1", "many", "65"])
def test_a_number_of_runners_that_is_none_is_refused_by_name(said: str) -> None:
    with pytest.raises(CannotStart, match="EXPORT_RUNNERS"):
        runners({"EXPORT_RUNNERS": said})
