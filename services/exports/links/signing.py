"""The signature of a link: HMAC-SHA256 over its id and its end, with the link's own key."""

import hashlib
import hmac
import secrets
from urllib.parse import urlencode


def new_key() -> str:
    """32 random bytes, hexadecimal."""
    return secrets.token_hex(32)


def signature(key: str, link_id: str, expires: int) -> str:
    """Hexadecimal; `expires` in seconds since 1970."""
    message = f"{link_id}.{expires}".encode()
    return hmac.new(bytes.fromhex(key), message, hashlib.sha256).hexdigest()


def is_signed(key: str, link_id: str, expires: int, given: str) -> bool:
    """Whether `given` is the signature, in a time that tells nothing."""
    return hmac.compare_digest(signature(key, link_id, expires).encode(), given.encode())


def address(public_url: str, key: str, link_id: str, expires: int) -> str:
    """The whole link."""
    query = urlencode({"expires": expires, "signature": signature(key, link_id, expires)})
    return f"{public_url}/v1/links/{link_id}?{query}"
