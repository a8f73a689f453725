"""The context in which a request is validated."""

from dataclasses import dataclass, field, replace
from typing import Self

from wizard.catalog import Catalog, load_builtin
from wizard.i18n import _
from wizard.models.account import AccountLists


@dataclass(frozen=True, slots=True)
class Context:
    """The context of a validation: what the rules know besides the request.

    Attributes:
        region: The region of the profile, or ``None`` where it is not decided.
        account: The account's own lists, fetched from its profile; ``None`` where they are unknown.
        ignored: Ids of rules whose warnings and notes are left out.
    """

    region: str | None = None
    catalog: Catalog = field(default_factory=load_builtin)
    account: AccountLists | None = None
    ignored: frozenset[str] = frozenset()

    @property
    def region_name(self) -> str:
        """The region in a message."""
        return self.region or _("this region")

    def ignoring(self, rules: frozenset[str]) -> Self:
        """Return the same context, with more rules ignored."""
        return replace(self, ignored=self.ignored | rules) if rules - self.ignored else self
