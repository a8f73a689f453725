"""The ids of clusters."""

import secrets

_ALPHABET = "0123456789abcdefghijklmnopqrstuv"
_LENGTH = 22


def new_cluster_id() -> str:
    """An id that no cluster has (110 bits), shaped like the reference's ``cls-6ki3sg6sqlno7nt8fu0007``."""
    return "cls-" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
