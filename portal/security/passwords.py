"""Passwords: argon2id, checked outside any write transaction (a check takes as long as fifty saves)."""

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

MINIMUM = 10
# OWASP's argon2id profile: 19 MiB, two rounds.
_OWASP = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_CHEAPEST = PasswordHasher.from_parameters(profiles.CHEAPEST)


def hasher(effort: str) -> PasswordHasher:
    """The hasher of the setting ``argon2``."""
    return _CHEAPEST if effort == "cheapest" else _OWASP


def make_hash(password: str, effort: str) -> str:
    """What is stored of a password."""
    return hasher(effort).hash(password)


def verify(stored: str, password: str, effort: str) -> bool:
    """Whether a password fits; as slow for an unknown account as for a known one."""
    nobody = _nobody(effort)  # made at the first check of all, whoever asks
    try:
        return hasher(effort).verify(stored or nobody, password) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


_NOBODY: dict[str, str] = {}


def _nobody(effort: str) -> str:
    if effort not in _NOBODY:
        _NOBODY[effort] = make_hash("nobody has this password", effort)
    return _NOBODY[effort]
