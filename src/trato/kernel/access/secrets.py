"""Random keys and the hashes that are kept of them."""

import hashlib
import secrets


def new_key(prefix: str = "") -> str:
    """A key of 256 random bits, readable in a cookie, a header or a link."""
    return prefix + secrets.token_urlsafe(32)


def key_hash(key: str) -> bytes:
    """SHA-256 of a key. The key has full entropy, so a fast hash is the right one."""
    return hashlib.sha256(key.encode()).digest()
