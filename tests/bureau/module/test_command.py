"""The operator's command line does what the API does."""

from dataclasses import replace

import pytest

from services.bureau.config import Settings
from services.bureau.module.command import module
from shared.command_line import Usage

ENV = {"DATABASE_URL": "sqlite:////nowhere/a.db", "BUS_URL": "embedded:////nowhere/bus.db"}


@pytest.fixture
def command(stage):
    """Runs `module` with words, on the stage's database; gives the exit code."""
    url = stage.sessions.kw["bind"].url.render_as_string(hide_password=False)
    settings = replace(Settings.from_env(ENV), database_url=url)
    return lambda *words: module(settings, [*words, "--reason", "umowa 12/2026"])


def history(stage):
    items = stage.get("/v1/bureaus/biuro500/module/history", stage.operator).json["items"]
    return [(item["action"], item["actor"], item["reason"]) for item in items][::-1]


def test_a_module_lives_its_whole_life_from_the_command_line(stage, command, capsys):
    stage.open_account("biuro500")

    codes = [
        command("activate", "Biuro500", "--size", "50", "--until", "2099-12-31"),
        command("resize", "biuro500", "--size", "60"),
        command("suspend", "biuro500"),
        command("resume", "biuro500"),
        command("close", "biuro500"),
    ]

    assert codes == [0] * 5
    assert [action for action, *_ in history(stage)] == [
        "activate", "resize", "suspend", "resume", "close",
    ]  # fmt: skip
    assert {row[1:] for row in history(stage)} == {("operator/console", "umowa 12/2026")}
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "biuro500: active, 0/60 seats, until 2099-12-31"


@pytest.mark.parametrize(
    "words",
    [
        ("suspend", "biuro500"),
        ("resize", "biuro500", "--size", "3"),
        ("activate", "nobody", "--size", "3"),
    ],
)
def test_what_the_state_does_not_allow_ends_with_1_and_a_word_why(stage, command, words, capsys):
    stage.open_account("biuro500")

    assert command(*words) == 1
    assert capsys.readouterr().err.strip()


def test_a_module_is_not_switched_on_twice(stage, command):
    stage.bureau()

    assert command("activate", "biuro500", "--size", "3") == 1


@pytest.mark.parametrize(
    "words",
    [("explode", "biuro500"), ("activate", "biuro500"), ("resize", "biuro500", "--size=-1")],
)
def test_words_that_make_no_sense_are_explained(stage, command, words):
    stage.open_account("biuro500")

    with pytest.raises(Usage, match="PREFIX"):
        command(*words)


def test_nothing_is_done_without_a_reason(stage):
    stage.bureau()

    with pytest.raises(Usage, match="reason"):
        module(Settings.from_env(ENV), ["suspend", "biuro500"])
