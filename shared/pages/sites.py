"""The public addresses of the services' pages, by which they lead to one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

SERVICES = ("accounts", "bureau", "exports")


@dataclass(frozen=True)
class Sites:
    """Each service's address, without a slash at its end; behind a gateway all are the same."""

    urls: Mapping[str, str]

    @classmethod
    def of(cls, settings: Any) -> Self:
        """As a service's settings say; those that they leave open are where the service is."""
        named = {name: getattr(settings, f"{name}_pages_url") for name in SERVICES}
        return cls({name: url or settings.public_url for name, url in named.items()})

    def url(self, service: str, path: str = "") -> str:
        """The whole address of a page."""
        return self.urls[service] + path

    @property
    def origins(self) -> list[str]:
        """Where pages of the product come from, each once."""
        return list(dict.fromkeys(_origin(url) for url in self.urls.values()))

    def is_ours(self, address: str) -> bool:
        """Whether an address that somebody gave leads to one of our pages."""
        if not address.isprintable() or "\\" in address or " " in address:
            return False
        if address.startswith("/"):
            return not address.startswith("//")
        return urlsplit(address).path.startswith("/") and _origin(address) in self.origins


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
