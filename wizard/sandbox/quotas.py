"""The numbers that limit an account, and how they are set by name."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from wizard.sandbox.errors import BadSetting

__all__ = ["Quotas"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotas:
    """What an account may have at most; going over is E28, E29 and E30 of the error table.

    The names are the API's own. The real service publishes no defaults; these are the sandbox's.

    Attributes:
        MaxClusterCount: Clusters that are not deleted.
        MaxClusterGroupCount: Groups of one cluster.
        MaxClusterGroupDesiredVMCount: Machines of one group.
    """

    MaxClusterCount: int = 100
    MaxClusterGroupCount: int = 64
    MaxClusterGroupDesiredVMCount: int = 65536

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise BadSetting("quota.value", name=field.name, value=value)

    def with_settings(self, settings: Iterable[str]) -> "Quotas":
        """These quotas with others set, each as a text like ``MaxClusterCount=3``; the last of a name counts.

        Raises:
            BadSetting: A text is none, names no quota, or its value is no whole number from 0 on.
        """
        names = [field.name for field in fields(self)]
        changed: dict[str, int] = {}
        for setting in settings:
            name, equals, value = (part.strip() for part in setting.partition("="))
            if not equals:
                raise BadSetting("quota.form", text=setting)
            if name not in names:
                raise BadSetting("quota.name", name=name, names=", ".join(names))
            if not (value.isascii() and value.isdecimal() and len(value) < 16):
                raise BadSetting("quota.value", name=name, value=value)
            changed[name] = int(value)
        return replace(self, **changed)
