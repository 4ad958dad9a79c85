"""Each page, in light, dark and narrow: quick to load, reachable for all, nothing cut off."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import PAGES, Page
from tests.browser.visitor import LOOKS, Visitor

LARGEST_LOAD = 100_000  # bytes


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_small_and_accessible_and_fits_in_every_look(
    signed_in: Callable[[str | None], Visitor], page: Page
) -> None:
    visitor = signed_in(page.who)
    address, tab = page.address(visitor), visitor.page()
    loaded: list[int] = []
    tab.on("requestfinished", lambda each: loaded.append(each.sizes()["responseBodySize"]))
    visitor.open(tab, address)
    tab.wait_for_load_state("networkidle")  # Until then not all that came has been counted.

    assert len(loaded) >= 4
    assert sum(loaded) < LARGEST_LOAD

    for name, look in LOOKS.items():
        tab.set_viewport_size(look["viewport"])
        tab.emulate_media(color_scheme=look["color_scheme"])

        found = Axe().run(tab)
        cut_off = tab.evaluate("document.documentElement.scrollWidth - innerWidth")

        assert found.violations_count == 0, f"{page.name}, {name}: {found.generate_report()}"
        assert cut_off <= 0, f"{page.name}, {name}: {cut_off} px are cut off"
