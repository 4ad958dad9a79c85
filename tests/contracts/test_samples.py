"""Each version of each message has one sample, written once and never edited."""

import json
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from shared import contracts
from shared.message import Message

SAMPLES = {path.stem: path for path in (Path(__file__).parent / "samples").glob("*.json")}


def every_message(kind: type[Message] = Message) -> dict[str, type[Message]]:
    """All message types of all contracts, by name."""
    for module in iter_modules(contracts.__path__):
        import_module(f"shared.contracts.{module.name}")
    found = {}
    for subclass in kind.__subclasses__():
        if not subclass.__module__.startswith("shared."):
            continue
        found |= every_message(subclass)
        if "name" in subclass.__dict__:
            found[subclass.name] = subclass
    return found


MESSAGES = every_message()


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_sample_can_still_be_read_and_written(name):
    sample = json.loads(SAMPLES[name].read_text())

    written = MESSAGES[name].from_body(sample).to_body()

    assert sample.items() <= written.items()


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_reader_ignores_what_a_newer_sender_adds(name):
    sample = json.loads(SAMPLES[name].read_text())

    message = MESSAGES[name].from_body(sample | {"added_in_v1_later": True})

    assert message == MESSAGES[name].from_body(sample)


def test_every_message_has_a_sample():
    assert SAMPLES.keys() == MESSAGES.keys()


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_a_name_says_owner_subject_fact_and_version(name):
    owner, subject, fact, version = name.split(".")

    assert owner in {"accounts", "bureau", "exports", "bus"}
    assert subject.isidentifier()
    assert fact.isidentifier()
    assert version == "v1"


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_a_message_says_what_happened_and_who_answers(name):
    assert (MESSAGES[name].__doc__ or "").strip()
    assert not (MESSAGES[name].__doc__ or "").startswith(MESSAGES[name].__name__ + "(")
