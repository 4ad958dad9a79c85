"""Rules that each service keeps as a whole."""

import os
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

from shared.contracts.codes import CODES
from shared.lifecycle import Lifecycle
from shared.pages.routing import Pages
from shared.web.api import Api
from tests.contracts.test_samples import MESSAGES

ROOT = Path(__file__).parents[2]
SERVICES = ("accounts", "bureau", "exports")
EACH = pytest.mark.parametrize("service", SERVICES)

OPEN_TO_ALL = {"/healthz", "/readyz", "/metrics", "/openapi.json", "/problems/<code>"}


def modules(service: str, name: str) -> list:
    """The modules called `name` in any folder of the service."""
    package = import_module(f"services.{service}")
    found = walk_packages(package.__path__, f"services.{service}.")
    return [import_module(m.name) for m in found if m.name.rpartition(".")[2] == name]


def lifecycles(service: str) -> list[Lifecycle]:
    """The service's state machines."""
    every = [vars(module).values() for module in modules(service, "lifecycle")]
    return [thing for things in every for thing in things if isinstance(thing, Lifecycle)]


def apis(service: str) -> list[Api | Pages]:
    """The service's endpoints, and its pages."""
    every = [vars(module).values() for module in modules(service, "routes")]
    return [thing for things in every for thing in things if isinstance(thing, Api | Pages)]


def handlers(service: str) -> dict:
    """What the service listens to."""
    return dict(import_module(f"services.{service}.handlers").HANDLERS)


@EACH
def test_the_readme_shows_each_lifecycle_as_it_is(service):
    readme = (ROOT / "services" / service / "README.md").read_text()

    assert lifecycles(service)
    for lifecycle in lifecycles(service):
        assert lifecycle.diagram() in readme, lifecycle.name


def test_the_front_page_shows_the_life_of_a_client():
    (client,) = [each for each in lifecycles("bureau") if each.name == "client"]

    assert client.diagram() in (ROOT / "README.md").read_text()


@EACH
def test_every_state_can_be_reached(service):
    for lifecycle in lifecycles(service):
        assert {step.dest for step in lifecycle.steps} == set(lifecycle.states), lifecycle.name


@EACH
def test_the_readme_explains_each_setting(service):
    readme = (ROOT / "services" / service / "README.md").read_text()
    settings = import_module(f"services.{service}.config").Settings

    assert [f.name for f in fields(settings) if f"`{f.name.upper()}`" not in readme] == []


@EACH
def test_the_readme_names_each_message_that_comes_in(service):
    readme = (ROOT / "services" / service / "README.md").read_text()

    assert [m.__name__ for m in handlers(service) if m.__name__ not in readme] == []


@EACH
def test_every_endpoint_documents_itself_and_its_problems(service):
    for api in apis(service):
        for endpoint in api.endpoints:
            assert (endpoint.view.__doc__ or "").strip(), endpoint.rule
            assert set(endpoint.codes) <= CODES.keys(), endpoint.rule


@EACH
def test_no_address_is_without_a_decision_who_may_call_it(service, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/a.db")
    monkeypatch.setenv("BUS_URL", f"embedded:///{tmp_path}/bus.db")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    for name in ("PUBLIC_URL", "ACCOUNTS_URL", "BUREAU_URL", "EXPORTS_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    module = import_module(f"services.{service}.app")
    settings = import_module(f"services.{service}.config").Settings
    app = module.create_app(settings.from_env(dict(os.environ)))

    decided = {endpoint.rule for api in apis(service) for endpoint in api.endpoints}
    rules = {rule.rule for rule in app.url_map.iter_rules() if not rule.rule.startswith("/docs")}

    open_to_all = OPEN_TO_ALL | {f"/-/{service}/static/<print_>/<name>"}
    assert rules - decided - open_to_all == set()
    assert decided - rules == set()


def test_every_message_is_heard_by_a_service_or_is_news_for_others():
    heard = {message.name for service in SERVICES for message in handlers(service)}

    unheard = {name for name in MESSAGES if name not in heard and not name.startswith("bus.")}

    assert unheard <= FOR_OTHERS


FOR_OTHERS = {
    "accounts.deletion.asked.v1",
    "accounts.deletion.confirmed.v1",
    "accounts.deletion.done.v1",
    "accounts.deletion.withdrawn.v1",
    "bureau.carer.left.v1",
    "bureau.client.linked.v1",
    "bureau.company.abandoned.v1",
    "bureau.company.created.v1",
    "bureau.company.rejected.v1",
    "bureau.month.closed.v1",
    "bureau.month.completed.v1",
    "bureau.month.opened.v1",
    "bureau.month.reopened.v1",
    "bureau.month.taken_up.v1",
    "exports.handover_package.asked.v1",
    "exports.handover_package.waived.v1",
    "exports.job.cancelled.v1",
    "exports.job.expired.v1",
    "exports.job.failed.v1",
    "exports.job.queued.v1",
    "exports.job.started.v1",
}
"""Facts that nothing here needs yet; whoever binds a queue hears them."""
