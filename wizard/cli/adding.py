"""Adding a target: what the options leave open is asked for, the secret without being shown."""

import getpass
import sys
from collections.abc import Callable

from wizard.catalog import load_builtin
from wizard.cli import exits, output
from wizard.cli.exits import Stop
from wizard.cli.options import Options
from wizard.cli.texts import text
from wizard.client.credentials import Credentials
from wizard.client.endpoints import check_region, parse_endpoint, region_of_host, vpc_endpoint
from wizard.client.errors import ProfileError
from wizard.client.secret_store import NoKeyring
from wizard.core.actions.profile_setup import NewProfile, add_profile, is_temporary, parse_profile_endpoint
from wizard.errors import StorageError
from wizard.models.profile import SavedProfile, Secret
from wizard.storage.profiles import ProfileStore, check_name

_Check = Callable[[str], str]


def added(options: Options, file: ProfileStore) -> SavedProfile:
    """Keep the target that the options and the answers describe.

    Raises:
        Stop: Something is missing or no good, or the answers ended.
        StorageError: A file cannot be read or written.
        ProfileError: An option makes no target.
    """
    name = _answer(options.name, "NAME", "targets.ask.name", lambda given: _name(given, file, options))
    endpoint = options.endpoint
    known = None if endpoint is None else region_of_host(parse_endpoint(endpoint).host)
    region = _answer(options.region or known, "--region", "targets.ask.region", check_region)
    if endpoint is None and not options.vpc and options.region is None and output.can_ask():
        endpoint = _answer(
            None, "--endpoint", "targets.ask.endpoint", lambda given: parse_profile_endpoint(given, region)
        )
    elif options.vpc:
        endpoint = vpc_endpoint(region)
    elif endpoint is not None:
        endpoint = parse_endpoint(endpoint).url
    key = _answer(options.key_id, "--key-id", "targets.ask.key", _key)
    secret = _secrets(key, sts=options.sts)
    if region not in load_builtin().regions:
        output.say(text("targets.unknown-region", region=region))
    new = NewProfile(name, region, endpoint or "", key, secret.secret, secret.token)
    try:
        target, where = add_profile(file, new, where=options.keep, replace=options.replace)
    except NoKeyring as error:
        raise Stop(exits.USAGE, text("targets.no-keyring", reason=error)) from error
    output.say(where)
    return target


def _name(given: str, file: ProfileStore, options: Options) -> str:
    check_name(given)
    if given in file.all() and not options.replace:
        raise Stop(exits.USAGE, text("targets.exists", name=given))
    return given


def _key(given: str) -> str:
    return Credentials(given, "x").access_key_id


def _answer(given: str | None, option: str, question: str, check: _Check) -> str:
    """What an option says or, where there is somebody to ask, a person; asked until it is good.

    Raises:
        Stop: It is missing, or the answers ended.
        StorageError, ProfileError: The option is no good.
    """
    if given is not None:
        return check(given.strip())
    if not output.can_ask():
        raise Stop(exits.USAGE, text("targets.missing", option=option))
    while True:
        output.say(f"{text(question)}:")
        line = sys.stdin.readline()
        if not line:
            raise Stop(exits.INTERRUPTED, text("targets.kept.nothing"))
        try:
            return check(line.strip())
        except (ProfileError, StorageError) as error:
            output.say(output.visible(str(error)))
        except Stop as error:
            output.say(output.visible(error.message))


def _secrets(key: str, *, sts: bool) -> Secret:
    """The secret, and the token of a temporary key: typed unseen, or from standard input.

    Raises:
        Stop: There is none.
    """
    sts = sts or is_temporary(key)
    if output.can_ask():
        while True:
            secret = _unseen("targets.ask.secret")
            token = _unseen("targets.ask.token") if sts else ""
            try:
                return _usable(key, secret, token)
            except ProfileError as error:
                output.say(output.visible(str(error)))
    lines = [] if sys.stdin is None else [sys.stdin.readline().strip() for _ in range(2 if sts else 1)]
    if not lines or not all(lines):
        raise Stop(exits.USAGE, text("targets.no-secret"))
    return _usable(key, lines[0], lines[1] if sts else "")


def _usable(key: str, secret: str, token: str) -> Secret:
    Credentials(key, secret, token or None)
    return Secret(secret=secret, token=token)


def _unseen(question: str) -> str:
    try:
        return getpass.getpass(text(question), stream=sys.stderr).strip()
    except UnicodeDecodeError:
        return "\N{REPLACEMENT CHARACTER}"
    except EOFError:
        raise Stop(exits.INTERRUPTED, text("targets.kept.nothing")) from None
