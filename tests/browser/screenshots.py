"""`python -m tests.browser.screenshots FOLDER` shows every page in every look and language."""

import sys
import tempfile
from pathlib import Path

from tests.browser.chromium import MISSING, chromium, find_chromium
from tests.browser.pages import PAGES
from tests.browser.stage import stage
from tests.browser.visitor import LOOKS, Visitor

LANGUAGES = {"pl": "pl-PL", "en": "en-GB"}


def main(folder: Path) -> int:
    if find_chromium() is None:
        print(MISSING, file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, chromium() as browser, stage(Path(data)) as product:
        for language, locale in LANGUAGES.items():
            for look, options in LOOKS.items():
                for who in dict.fromkeys(page.who for page in PAGES):
                    visitor = Visitor.at(
                        browser, product.urls, product.logins, **options, locale=locale
                    )
                    take(visitor, who, folder, f"{language}-{look}")
    print(f"{len(list(folder.glob('*.png')))} pictures are in {folder}")
    return 0


def take(visitor: Visitor, who: str | None, folder: Path, name: str) -> None:
    """Pictures of all that this person looks at."""
    tab = visitor.page()
    if who:
        visitor.sign_in(tab, who)
    for page in PAGES:
        if page.who == who:
            visitor.open(tab, page.address(visitor))
            tab.screenshot(path=folder / f"{page.name}-{name}.png", full_page=True)
    visitor.context.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
