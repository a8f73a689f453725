"""What the rules are told of the target and of the account behind it."""

from wizard.core.actions.account import AccountView
from wizard.validation import Context


def context_of(region: str | None, view: AccountView | None, silenced: frozenset[str]) -> Context:
    """What to judge by: an account's own lists, or the shipped ones where there are none.

    Args:
        region: The region of the target.
        view: What is known of its account.
        silenced: The rules whose warnings and notes are not wanted.
    """
    if view is None:
        return Context(region=region, ignored=silenced)
    return Context(region, view.catalog, view.account, silenced)
