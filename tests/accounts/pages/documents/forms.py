"""The form of a document as a browser reads it and sends it."""

import re
from html import unescape
from typing import Any

from tests.pages.browser import Browser, Forms


def value(browser: Browser, name: str) -> str:
    """What stands in a field of the page."""
    found = re.search(
        rf'<(?:input|textarea)[^>]* name="{re.escape(name)}"[^>]*>', browser.page.text
    )
    assert found, name
    said = re.search(r' value="([^"]*)"', found[0])
    return unescape(said[1]) if said else ""


def sums(browser: Browser) -> str:
    text = browser.page.text.split('<div id="sums">')[1].split("</div>\n</div>")[0]
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", text)).replace("\xa0", " ")


def form_of(browser: Browser) -> dict[str, str]:
    """What stands in the form of the page that is open, or was sent last."""
    form = next(f for f in Forms(browser.page.text).found if "base" in f.fields)
    return {n: v for n, v in form.fields.items() if v and n not in ("form_token", "find")}


def send(browser: Browser, path: str, **changes: Any) -> Any:
    """Send the form of the page that is open, checkboxes and all, with some of it changed."""
    return browser.client.post(
        path, data=checked(browser) | {"form_token": browser.form_token} | changes
    )


def checked(browser: Browser) -> dict[str, Any]:
    """What a browser would send of the form of a document."""
    text = browser.page.text
    marks: dict[str, Any] = {}
    for name, mark in re.findall(r'type="checkbox" name="(\w+)" value="(\w+)" checked', text):
        marks.setdefault(name, []).append(mark)
    several = {"advances": re.findall(r'name="advances" value="([^"]+)"', text)}
    said = re.search(r'name="description"[^>]*>([^<]*)</textarea>', text)
    return form_of(browser) | marks | several | {"description": said[1] if said else ""}
