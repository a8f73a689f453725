"""What a request is judged with: the region of its target, and what its account is known to have."""

from wizard.cli import exits, output
from wizard.cli.exits import Stop
from wizard.cli.texts import text
from wizard.core.actions.account import AccountView
from wizard.core.actions.context import ProfileContext
from wizard.validation import Context


def context_of(
    destination: ProfileContext, *, silenced: frozenset[str] = frozenset(), refresh: bool = False
) -> Context:
    """The context in which a request for a destination is judged.

    The lists of the account are those that an earlier run kept; the network is asked only where `refresh`
    says so. Without any, the shipped lists serve.

    Raises:
        ProfileError: There is no usable target.
        Stop: The target was to be asked, and did not answer.
    """
    account = account_of(destination, refresh=refresh)
    if account is None:
        return Context(region=destination.region, ignored=silenced)
    return Context(destination.region, account.catalog, account.account, silenced)


def account_of(destination: ProfileContext, *, refresh: bool) -> AccountView | None:
    """The lists of the account behind a destination, as far as they are known.

    Raises:
        ProfileError: There is no usable target.
        Stop: The target was to be asked, and did not answer.
    """
    known = destination.known
    if known is None or known.is_sandbox:
        return None
    from wizard.client.errors import NoResponse, Refused
    from wizard.core.actions.account import fetch_account, load_account

    if not refresh:
        return load_account(known)
    try:
        return fetch_account(destination.target())
    except Refused as error:
        raise Stop(exits.REFUSED, text("account.refused", error=output.visible(str(error)))) from error
    except NoResponse as error:
        raise Stop(exits.NO_ANSWER, text("account.no_answer", error=output.visible(str(error)))) from error
