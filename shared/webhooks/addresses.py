"""Which addresses may be called: public ones, and networks that the operator allows.

A name is looked up once and the address that was checked is the one that is called, so that
a name can't lead to another place between the two.
"""

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address

PORTS = {"http": 80, "https": 443}

_CARRIES_IPV4 = (IPv6Network("64:ff9b::/96"), IPv6Network("2002::/16"), IPv6Network("2001::/32"))
"""Networks of IPv6 in whose addresses another one is hidden."""


class Forbidden(Exception):
    """An address that must not be called, or none at all; the text says why."""


class Target(NamedTuple):
    """Where a URL leads: the name in it, the address behind the name, and the rest."""

    scheme: str
    host: str
    address: str
    port: int
    path: str


def networks(text: str) -> tuple[str, ...]:
    """Networks such as `10.0.0.0/8`, parted by commas; ValueError for what is none."""
    return tuple(str(ip_network(each.strip())) for each in text.split(",") if each.strip())


def check_form(url: str) -> None:
    """Raise Forbidden for what can be told from the URL alone."""
    _parted(url)


def target_of(url: str, allowed: Iterable[str]) -> Target:
    """Where to connect for `url`; `allowed` networks may be called besides public addresses.

    Raises Forbidden where any address behind the name may not be called, OSError where the
    name leads nowhere.
    """
    scheme, host, port, path = _parted(url)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ip_address(each[4][0]) for each in found]
    let_in = [ip_network(each) for each in allowed]
    for address in addresses:
        if not is_public(address) and not any(address in network for network in let_in):
            raise Forbidden(f"{address} is not a public address")
    return Target(scheme, host, str(addresses[0]), port, path)


def is_public(address: Address) -> bool:
    """Whether everybody in the Internet could call it: no loopback, private or local network."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _CARRIES_IPV4):
            return False
    return address.is_global and not address.is_multicast


def _parted(url: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise Forbidden("it is not an address") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise Forbidden("it is not an address of http or https")
    if parts.username is not None or not url.isascii() or not url.isprintable() or " " in url:
        raise Forbidden("it holds more than an address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, port, path
