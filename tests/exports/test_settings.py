"""What an account has to say to a target program, read and saved over HTTP."""

import pytest

PATH = "/v1/accounts/acme/settings/symfonia_fk"


@pytest.fixture
def owner(world, account):
    return world.person({account: "owner"})


def test_the_defaults_are_shown_until_others_are_saved(world, owner):
    answer = world.get(owner, PATH)

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"0"')
    assert answer.json["settings"]["sale_symbol"] == "FVS"
    assert "receivables" not in answer.json["settings"]
    assert "receivables" in answer.json["schema"]["properties"]
    assert answer.json["updated_at"] is None


def test_what_is_saved_stands_beside_the_defaults_of_the_rest(world, owner):
    saved = world.put(owner, PATH, {"settings": {"receivables": "200-1", "sale_symbol": "FS"}})

    assert (saved.status_code, saved.headers["ETag"]) == (200, '"1"')
    shown = world.get(owner, PATH.replace("acme", "ACME")).json
    assert shown == saved.json
    assert shown["settings"]["receivables"] == "200-1"
    assert shown["settings"]["sale_symbol"] == "FS"
    assert shown["settings"]["purchase_symbol"] == "FVZ"


def test_saving_replaces_what_was_saved_before(world, owner):
    world.put(owner, PATH, {"settings": {"receivables": "200-1"}})

    shown = world.put(owner, PATH, {"settings": {"revenue": "700"}}).json

    assert (shown["settings"].get("receivables"), shown["version"]) == (None, 2)


def test_what_was_read_may_be_sent_back(world, owner):
    read = world.get(owner, PATH).json

    saved = world.put(owner, PATH, read)

    assert (saved.status_code, saved.json["settings"]) == (200, read["settings"])


@pytest.mark.parametrize(
    ("settings", "pointer"),
    [
        ({"receivables": ""}, "/settings/receivables"),
        ({"receivables": 200}, "/settings/receivables"),
        ({"colour": "red"}, "/settings/colour"),
        ({"revenue_by_rate": {"24": "700"}}, "/settings/revenue_by_rate/24"),
    ],
)
def test_settings_that_the_format_does_not_know_are_refused(world, owner, settings, pointer):
    answer = world.put(owner, PATH, {"settings": settings})

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_who_saw_an_older_version_does_not_overwrite_the_newer(world, owner):
    world.put(owner, PATH, {"settings": {"receivables": "200-1"}}, **{"If-Match": '"0"'})

    late = world.put(owner, PATH, {"settings": {"receivables": "9"}}, **{"If-Match": '"0"'})

    assert (late.status_code, late.json["code"]) == (412, "version_conflict")
    assert world.get(owner, PATH).json["settings"]["receivables"] == "200-1"


def test_the_bureau_that_books_for_the_client_sets_them_too(world, account):
    bureau = world.has_account("biuro")
    world.has_client(account, bureau)
    accountant = world.person({bureau: "admin"})

    assert world.put(accountant, PATH, {"settings": {"receivables": "200"}}).status_code == 200


def test_a_member_may_not_set_them(world, account):
    member = world.person({account: "member"})

    assert world.put(member, PATH, {"settings": {}}).status_code == 403


def test_settings_are_one_accounts_and_one_formats(world, account, owner):
    other = world.person({world.has_account("other"): "owner"})
    world.put(owner, PATH, {"settings": {"receivables": "200-1"}})

    shown = world.get(other, PATH.replace("acme", "other")).json

    assert "receivables" not in shown["settings"]
    assert world.get(owner, "/v1/accounts/acme/settings/jpk_fa_4").json["settings"] == {}
    assert world.get(owner, "/v1/accounts/acme/settings/word_perfect").status_code == 404
