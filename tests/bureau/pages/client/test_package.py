"""The hand-over package on a client's page: whether it is awaited, asked for, gone without."""

from tests.bureau.handover_packages import package
from tests.bureau.pages.client.conftest import API, CLIENT, actions, ways


def test_the_clients_demand_for_a_package_is_why_an_end_has_to_wait(stage, browser):
    stage.client("alfa")
    package_id = package.asked(stage, "alfa")
    waiting = browser.open(CLIENT)
    package.failed(stage, package_id, "alfa")
    failed = browser.open(CLIENT)

    assert ways(waiting)["Zakończ współpracę"] == "blocked"
    assert "Klient czeka na pakiet przekazania" in waiting.text
    assert f'<a href="{CLIENT}#package">Zobacz pakiet</a>' in waiting.text
    assert f"{CLIENT}/package/waive" not in actions(waiting)
    assert "nie przeszedł sprawdzenia" in failed.text


def test_a_verified_package_holds_nobody_up(stage, browser):
    stage.client("alfa")
    package_id = package.asked(stage, "alfa")
    package.verified(stage, package_id, "alfa")

    page = browser.open(CLIENT)

    assert ways(page)["Zakończ współpracę"] == "possible"
    assert "Pakiet przekazania jest sprawdzony" in page.text
    assert 'href="https://bureau.example/export/alfa/packages"' in page.text


def test_a_package_is_asked_for_and_gone_without(stage, owner, browser):
    stage.client("alfa")
    browser.open(CLIENT)

    done = browser.send(f"{CLIENT}/package")
    page = browser.open(CLIENT)

    assert (done.status_code, done.location) == (303, f"{CLIENT}#package")
    assert "Powstaje pakiet przekazania, o który poprosiło biuro." in page.text
    assert f"{CLIENT}/package" not in actions(page)
    browser.send(f"{CLIENT}/package/waive")
    assert stage.get(f"{API}/handover_package", owner).json["state"] == "waived"
    assert f"{CLIENT}/package" in actions(browser.open(CLIENT))
