"""Users and permissions on pages: adding, changing, removing, invitations."""

from typing import Any

from tests.accounts.builders import PASSWORD, Someone, World
from tests.accounts.pages.conftest import browser_of
from tests.pages.browser import Browser

USERS = "/account/acme/settings/users"
ADD = f"{USERS}/add"
NEWCOMER = "newcomer@example.com"


def add(browser: Browser, **fields: str) -> Any:
    browser.open(ADD)
    return browser.send(ADD, **fields)


def roles(owner: Someone) -> dict[str, tuple[str, bool]]:
    """By e-mail: what each person is, and whether they are in."""
    people = owner.get("/v1/accounts/acme/users").json["items"]
    return {each["email"]: (each["role_name"] or each["role"], each["joined"]) for each in people}


def test_without_a_password_a_person_is_invited(
    world: World, owner: Someone, browser: Browser
) -> None:
    answer = add(browser, email=NEWCOMER, role="accountant")

    assert (answer.status_code, answer.location) == (303, USERS)
    assert roles(owner)[NEWCOMER] == ("accountant", False)
    assert world.mailed(NEWCOMER, "membership")["token"]
    page = browser.open(USERS).text
    assert f"Zaproszenie jest w drodze na adres {NEWCOMER}." in page
    assert "Otwarte zaproszenia" in page


def test_with_a_password_a_person_is_in_at_once(
    world: World, owner: Someone, browser: Browser
) -> None:
    add(browser, email=NEWCOMER, role="admin", password=PASSWORD)

    assert roles(owner)[NEWCOMER] == ("admin", True)
    assert world.sign_in(NEWCOMER).get("/v1/accounts/acme").status_code == 200


def test_a_short_password_is_said_at_its_field(owner: Someone, browser: Browser) -> None:
    answer = add(browser, email=NEWCOMER, role="admin", password="short")

    assert answer.status_code == 422
    assert 'aria-invalid="true" aria-describedby="e-password"' in answer.text
    assert "<details open>" in answer.text
    assert f'value="{NEWCOMER}"' in answer.text
    assert NEWCOMER not in roles(owner)


def test_who_is_in_already_is_not_added_twice_and_the_way_leads_to_them(
    world: World, owner: Someone, browser: Browser
) -> None:
    member = world.with_role(owner, "acme", "member")

    answer = add(browser, email=member.email, role="admin")

    assert answer.status_code == 409
    assert f'href="{USERS}/{member.id}"' in answer.text
    assert roles(owner)[member.email] == ("member", True)


def test_a_role_of_the_accounts_own_is_given_by_its_name(
    world: World, owner: Someone, browser: Browser
) -> None:
    body = {"name": "Magazyn", "permissions": ["see_documents"]}
    role = owner.post("/v1/accounts/acme/roles", body).json
    member = world.with_role(owner, "acme", "member")

    browser.open(f"{USERS}/{member.id}")
    browser.send(f"{USERS}/{member.id}", role=f"custom:{role['id']}")

    assert roles(owner)[member.email] == ("Magazyn", True)
    assert "Magazyn" in browser.open(USERS).text
    assert "Magazyn" in browser_of(world, member).open("/").text


def test_a_role_that_is_gone_is_said_at_the_list(owner: Someone, browser: Browser) -> None:
    answer = add(browser, email=NEWCOMER, role="custom:none")

    assert answer.status_code == 422
    assert 'id="e-role_id"' in answer.text
    assert NEWCOMER not in roles(owner)


def test_a_person_is_put_out(world: World, owner: Someone, browser: Browser) -> None:
    member = world.with_role(owner, "acme", "member")

    browser.open(f"{USERS}/{member.id}")
    answer = browser.send(f"{USERS}/{member.id}/remove")

    assert answer.location == USERS
    assert member.email not in roles(owner)
    assert f"{member.email} nie ma już dostępu." in browser.open(USERS).text


def test_the_owner_is_not_put_out_and_the_way_leads_to_a_transfer(
    owner: Someone, browser: Browser
) -> None:
    page = browser.open(f"{USERS}/{owner.id}").text
    answer = browser.post(f"{USERS}/{owner.id}/remove")

    assert f"{USERS}/{owner.id}/remove" not in page
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert 'href="/account/acme/settings/owner">Przejdź do: Właściciel Konta' in answer.text
    assert roles(owner)[owner.email] == ("owner", True)


def test_a_member_sees_only_themselves_and_may_leave(world: World, owner: Someone) -> None:
    member = world.with_role(owner, "acme", "member")
    browser = browser_of(world, member)

    assert browser.open(USERS).status_code == 403
    assert browser.open(f"{USERS}/{owner.id}").status_code == 403
    page = browser.open(f"{USERS}/{member.id}").text
    answer = browser.send(f"{USERS}/{member.id}/remove")

    assert 'name="role"' not in page
    assert "/settings/owner" not in page
    assert answer.location == "/"
    assert member.email not in roles(owner)


def test_who_lowers_themselves_is_led_where_they_may_be(world: World, owner: Someone) -> None:
    admin = world.with_role(owner, "acme", "admin")
    browser = browser_of(world, admin)

    browser.open(f"{USERS}/{admin.id}")
    answer = browser.send(f"{USERS}/{admin.id}", role="member")

    assert answer.location == "/"
    assert roles(owner)[admin.email] == ("member", True)


def test_nobody_gives_more_than_they_may_do(world: World, owner: Someone) -> None:
    body = {"name": "Kadry", "permissions": ["settings"]}
    role = owner.post("/v1/accounts/acme/roles", body).json
    given = {"email": NEWCOMER, "role": "custom", "role_id": role["id"], "password": PASSWORD}
    owner.post("/v1/accounts/acme/users", given)
    browser = browser_of(world, world.sign_in(NEWCOMER))

    answer = add(browser, email="second@example.com", role="admin")

    assert answer.status_code == 403
    assert "second@example.com" not in roles(owner)


def the_invitation(owner: Someone) -> str:
    (item,) = owner.get("/v1/accounts/acme/invitations").json["items"]
    return f"/account/acme/settings/invitations/{item['id']}"


def test_an_invitation_is_sent_again_with_a_new_link(
    world: World, owner: Someone, browser: Browser
) -> None:
    add(browser, email=NEWCOMER, role="member")
    before = world.mailed(NEWCOMER, "membership")["token"]

    browser.open(USERS)
    answer = browser.send(f"{the_invitation(owner)}/resend")

    after = world.mailed(NEWCOMER, "membership")["token"]
    assert answer.location == USERS
    assert after != before
    assert browser.open(f"/invitation?token={before}").status_code == 404
    assert browser.open(f"/invitation?token={after}").status_code == 200


def test_an_invitation_is_revoked_with_its_place(
    world: World, owner: Someone, browser: Browser
) -> None:
    add(browser, email=NEWCOMER, role="member")
    one = the_invitation(owner)

    browser.open(USERS)
    browser.send(f"{one}/revoke")
    again = browser.post(f"{one}/revoke")

    assert NEWCOMER not in roles(owner)
    assert again.status_code == 409
    assert "Użytkownicy i uprawnienia" in again.text


def test_the_bureau_is_let_in_and_kept_out_on_the_same_page(world: World) -> None:
    world.bureau("biuro500")
    owner = world.served("acme")
    browser = browser_of(world, owner)

    browser.open(USERS)
    browser.send("/account/acme/settings/bureau/role/end")
    closed = owner.get("/v1/accounts/acme").json["bureau_role"]
    browser.open(USERS)
    browser.send("/account/acme/settings/bureau/role")

    assert closed is None
    assert owner.get("/v1/accounts/acme").json["bureau_role"] == "accountant"
    row = world.id_of("biuro500")
    assert browser.open(f"{USERS}/{row}").location == f"{USERS}#bureau"
