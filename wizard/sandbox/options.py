"""The options of a sandbox: quotas, speed and clock."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime

from wizard.errors import BcwError
from wizard.i18n import _, join_names
from wizard.text import parse_digits

Clock = Callable[[], datetime]
"""Returns the current time with its time zone."""

SLOWEST = 0.001
"""The lowest speed: an instance takes 50 minutes to start."""


class SandboxError(BcwError):
    """A sandbox cannot be started: its port, its file or a setting cannot be used."""


def get_utc_now() -> datetime:
    return datetime.now(UTC)


def parse_speed(value: str | float) -> float:
    """Return a speed, which may be a text such as ``10``, ``0.5`` or ``inf``.

    Raises SandboxError: it is not a number, or below `SLOWEST`.
    """
    try:
        speed = float(value)
    except ValueError:
        speed = math.nan
    if not speed >= SLOWEST:
        message = _(
            "{value} is not a valid speed. Enter a number from {slowest}: with 10 everything takes a tenth "
            "of the time, with inf no time."
        )
        raise SandboxError(message.format(value=ascii(value), slowest=SLOWEST))
    return speed


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotas:
    """Limits of an account, named as in the API; exceeding them is E28, E29 and E30 of the error table.

    The real service does not publish its defaults; these are the sandbox's.
    """

    MaxClusterCount: int = 100
    MaxClusterGroupCount: int = 64
    MaxClusterGroupDesiredVMCount: int = 65536

    def with_settings(self, settings: Iterable[str]) -> "Quotas":
        """Return these quotas with others set by texts such as ``MaxClusterCount=3``; the last one wins.

        Raises SandboxError: a text has another form, names no quota, or its value is not an integer from 0.
        """
        names = [field.name for field in fields(self)]
        changed: dict[str, int] = {}
        for setting in settings:
            name, equals, value = (part.strip() for part in setting.partition("="))
            if not equals:
                message = _("{text} does not set a quota. Write NAME=VALUE, for example MaxClusterCount=3.")
                raise SandboxError(message.format(text=setting))
            if name not in names:
                message = _("{name} is not a quota. Quotas: {names}.")
                raise SandboxError(message.format(name=name, names=join_names(names)))
            if (limit := parse_digits(value)) is None:
                message = _("{value} is not a valid value of {name}. Enter an integer from 0.")
                raise SandboxError(message.format(name=name, value=value))
            changed[name] = limit
        return replace(self, **changed)
