"""To everybody else a bureau has no pages: every page, every foreign identity."""

import pytest

from services.bureau.app import PAGES
from shared.ids import new_id
from tests.bureau.test_isolation import strangers
from tests.pages.browser import Browser

ENDPOINTS = [endpoint for pages in PAGES for endpoint in pages.endpoints]
FORMS: dict[str, dict[str, str]] = {
    "add_company": {
        "company/name": "Nowa",
        "company/tax_no": "5260250274",
        "company/street": "Polna",
        "company/post_code": "00-001",
        "company/city": "Radom",
        "company/country": "PL",
        "company/email": "biuro@nowa.example",
    },
    "put_notes": {"version": "0"},
    "take_month_on": {"month": "2026-01", "trigger": "complete"},
    "reopen_month": {"month": "2026-01", "reason": "A late invoice."},
    "check_handover": {"email": "jan@acme.example"},
    "offer_handover": {"email": "jan@acme.example"},
    "check_list": {"list": "5260250274"},
    "save_view": {"name": "Moje"},
    "replay": {"reason": "mended"},
    "drop": {"reason": "a wrong one"},
    "skip": {"reason": "it never comes"},
}
"""What a form has to say, by its view, so that it is not refused for what it says."""

QUERIES = {"open_bureau": "?prefix=acme"}


def look(stage, endpoint, person, bureau="biuro500"):
    """Open the page, or send a form to it, as somebody who is signed in, or as nobody."""
    token = person.headers["Authorization"].split()[1] if person else ""
    browser = Browser(stage.app, "bureau", token)
    path = endpoint.rule.replace("<bureau>", bureau).replace("<client>", "acme")
    path = path.replace("<job_id>", new_id()).replace("<view>", new_id())
    path = path.replace("<person>", new_id()).replace("<stuck>", "1")
    assert "<" not in path, f"the walk does not know {path}"
    if endpoint.method == "GET":
        return browser.open(path + QUERIES.get(endpoint.view.__name__, ""))
    return browser.post(path, **FORMS.get(endpoint.view.__name__, {}))


@pytest.fixture
def bureau(stage):
    """A bureau with a client; gives its owner."""
    owner = stage.bureau("biuro500")
    stage.client("acme")
    return owner


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: f"{e.method} {e.rule}")
def test_a_stranger_finds_no_page(stage, bureau, endpoint):
    for who, stranger in strangers(stage).items():
        assert look(stage, endpoint, stranger).status_code == 404, who
    if endpoint.rule.startswith("/desk"):  # The bureau's own people find no desk, either.
        assert look(stage, endpoint, bureau).status_code == 404
    else:
        assert look(stage, endpoint, stage.operator).status_code == 404


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: f"{e.method} {e.rule}")
def test_who_is_not_signed_in_is_sent_to_sign_in(stage, bureau, endpoint):
    answer = look(stage, endpoint, None)

    assert answer.status_code == 307
    assert answer.location.startswith("https://bureau.example/sign-in/renew?next=")


@pytest.mark.parametrize(
    "endpoint",
    [e for e in ENDPOINTS if "<client>" in e.rule],
    ids=lambda e: f"{e.method} {e.rule}",
)
def test_one_bureau_does_not_reach_into_another(stage, bureau, endpoint):
    other = stage.bureau("biuro600")

    assert look(stage, endpoint, other, bureau="biuro600").status_code == 404


def test_a_lost_role_and_an_ended_session_close_the_pages_at_once(stage, bureau):
    from shared.contracts.accounts import RolesChanged, SessionEnded

    worker = stage.worker("biuro500", "admin")
    page = next(e for e in ENDPOINTS if e.view.__name__ == "show_clients")
    assert look(stage, page, worker).status_code == 200

    stage.hear(RolesChanged(user_id=worker.id, roles_version=2, roles={}))
    assert look(stage, page, worker).status_code == 404

    assert look(stage, page, bureau).status_code == 200
    stage.hear(SessionEnded(session_id=bureau.session_id, user_id=bureau.id))
    assert look(stage, page, bureau).status_code == 307
