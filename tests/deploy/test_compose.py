"""What deploys the services fits them: composition, examples of environments, definitions."""

import json
import re
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.environment import PORTS

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSED = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

each_service = pytest.mark.parametrize("service", PORTS)


def with_defaults(environment: dict[str, str]) -> dict[str, str]:
    """The environment as it is where nobody set a variable."""
    return {
        name: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for name, value in environment.items()
    }


def settings_from(service: str, environment: dict[str, str]) -> Any:
    image = {"DATA_DIR": "/data", "HOST": "0.0.0.0", "PORT": "8000"}
    config = import_module(f"services.{service}.config")
    return config.Settings.from_env(image | environment)


def example(service: str) -> dict[str, str]:
    lines = (DEPLOY / "env" / f"{service}.env.example").read_text().splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name: value for name, _, value in pairs}


@each_service
def test_the_composition_tells_a_service_all_that_it_must_know(service: str) -> None:
    settings = settings_from(service, with_defaults(COMPOSED[f"{service}-api"]["environment"]))

    assert f"@postgres/{service}" in settings.database_url
    assert settings.bus_url.startswith(f"amqp://{service}:")


@each_service
def test_the_example_of_an_environment_is_enough(service: str) -> None:
    assert f"@postgres/{service}" in settings_from(service, example(service)).database_url


@each_service
def test_every_process_of_a_service_is_composed(service: str) -> None:
    app = import_module(f"services.{service}.app")
    kinds = {"migrate", "declare", "api", "worker", "relay"}
    if hasattr(app, "create_runner"):
        kinds.add("runner")

    composed = {name for name in COMPOSED if name.startswith(f"{service}-")}

    assert composed == {f"{service}-{kind}" for kind in kinds}


def test_no_relay_starts_before_every_queue_is_declared() -> None:
    declared = {f"{service}-declare" for service in PORTS}

    for service in PORTS:
        assert declared <= COMPOSED[f"{service}-relay"]["depends_on"].keys()


def test_only_the_gateway_is_reached_from_other_machines() -> None:
    ports = {name: service.get("ports", []) for name, service in COMPOSED.items()}

    open_ports = {name for name, found in ports.items() for port in found if "127.0.0" not in port}

    assert open_ports == {"gateway"}


def test_on_the_broker_a_service_speaks_for_itself_alone() -> None:
    definitions = json.loads((DEPLOY / "rabbitmq" / "definitions.json").read_text())

    allowed = {rule["user"]: re.compile(rule["write"]) for rule in definitions["topic_permissions"]}

    for service in PORTS:
        assert allowed[service].search(f"{service}.account.opened.v1")
        assert allowed[service].search("bus.gap.noticed.v1")
        assert not any(allowed[service].search(f"{o}.x.y.v1") for o in PORTS if o != service)


def test_what_kubernetes_reads_runs_commands_that_the_service_has() -> None:
    documents = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "bureau.yaml").read_text()))
    pods = [document["spec"]["template"]["spec"] for document in documents[2:]]
    containers = [
        one for pod in pods for one in [*pod.get("initContainers", []), *pod["containers"]]
    ]

    commands = {container["args"][0] for container in containers}

    assert commands == {"migrate", "bus", "api", "worker", "relay"}


@pytest.mark.parametrize("script", sorted(DEPLOY.rglob("*.sh")), ids=lambda path: path.name)
def test_the_shell_can_read_every_script(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True)
