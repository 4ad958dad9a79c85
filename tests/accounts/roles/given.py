"""Roles of an account's own, and people who have them."""

from tests.accounts.builders import PASSWORD, Someone, World

ROLES = "/v1/accounts/acme/roles"


USERS = "/v1/accounts/acme/users"


DOCUMENTS = "/v1/accounts/acme/documents"


TOKENS = "/v1/accounts/acme/api_tokens"


EWA = "ewa@example.com"


def a_role(owner: Someone, *permissions: str, name: str = "Własna", prefix: str = "acme") -> str:
    body = {"name": name, "permissions": list(permissions)}
    made = owner.post(f"/v1/accounts/{prefix}/roles", body)
    assert made.status_code == 201, made.text
    return str(made.json["id"])


def with_role(world: World, owner: Someone, role_id: str, email: str = EWA) -> Someone:
    body = {"email": email, "role": "custom", "role_id": role_id, "password": PASSWORD}
    added = owner.post(USERS, body)
    assert added.status_code == 201, added.text
    return world.sign_in(email)


def with_permissions(world: World, owner: Someone, *permissions: str) -> Someone:
    return with_role(world, owner, a_role(owner, *permissions))
