"""Settings are read at the start; one that is missing or wrong stops the process then."""

import pytest

from services.accounts.config import Settings

NEEDED = {
    "DATABASE_URL": "sqlite:///a.db",
    "BUS_URL": "embedded:///bus.db",
    "DATA_DIR": "data",
    "PUBLIC_URL": "https://accounts.test/",
}


def test_what_is_not_set_has_its_default() -> None:
    settings = Settings.from_env(NEEDED | {"OPERATOR_EMAIL": "", "SMTP_URL": ""})

    assert settings.public_url == "https://accounts.test"
    assert (settings.access_token_seconds, settings.rate_limits) == (300, True)
    assert (settings.operator_email, settings.smtp_url) == (None, None)


@pytest.mark.parametrize("name", NEEDED)
def test_what_is_needed_must_be_set(name: str) -> None:
    with pytest.raises(KeyError, match=name):
        Settings.from_env({key: value for key, value in NEEDED.items() if key != name})


@pytest.mark.parametrize("seconds", ["0", "601", "-1", "soon"])
def test_an_access_token_lives_ten_minutes_at_most(seconds: str) -> None:
    with pytest.raises(ValueError, match="ACCESS_TOKEN_SECONDS"):
        Settings.from_env(NEEDED | {"ACCESS_TOKEN_SECONDS": seconds})


def test_settings_show_no_secret() -> None:
    secrets = {"OPERATOR_PASSWORD": "hush", "SMTP_URL": "smtp://me:hush@mail.test"}

    assert "hush" not in repr(Settings.from_env(NEEDED | secrets))
