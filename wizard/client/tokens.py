"""Idempotent tokens: what can be one, and how one is made."""

import secrets
import string

__all__ = ["MAX_TOKEN", "is_token", "new_token"]

MAX_TOKEN = 64
"""Characters at most."""

_ALPHABET = string.ascii_letters + string.digits
_CHARACTERS = frozenset(_ALPHABET + "_")
_LENGTH = 32


def is_token(text: str) -> bool:
    """Whether `text` can be a token: 1 to 64 letters, digits and underscores."""
    return 0 < len(text) <= MAX_TOKEN and _CHARACTERS.issuperset(text)


def new_token() -> str:
    """A token that nobody has used: 32 letters and digits (190 bits)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
