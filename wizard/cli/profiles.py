"""`bcw profiles`: accounts, regions and endpoints."""

import getpass
import os
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, get_args

import click

from wizard.cli import exits, output, params
from wizard.cli.exits import CliError
from wizard.client.credentials import SANDBOX, SANDBOX_TITLE, Candidate, Credentials
from wizard.client.endpoints import check_region, find_region, parse_endpoint
from wizard.client.errors import ProfileError
from wizard.client.profiles import ENVIRONMENT, ProfileQuery, find_profile, iter_candidates
from wizard.core.actions import profiles as actions
from wizard.core.actions.context import ProfileContext
from wizard.errors import AlreadyExistsError, BcwError
from wizard.i18n import _
from wizard.models.profile import SecretPlace
from wizard.storage.profiles import ProfileStore, check_name
from wizard.text import escape_text, format_escaped

_PLAIN = re.compile(r"\w[\w.:@+-]*")
"""A name that needs no quotation marks in a shell; profiles of `aliyun` may have others."""


profiles = params.group(
    "profiles",
    _("Manage profiles: accounts, regions and endpoints."),
    _(
        "Without --profile, the first of these is used: credentials in the environment (ALIBABA_CLOUD_…), "
        "your default profile, the current profile of the aliyun command, the configuration of bcs, the "
        "sandbox (local, free)."
    ),
    ("bcw profiles list", _("all profiles, and where they were found")),
    ("bcw profiles add prod", _("add one; asks for region and credentials")),
    ("bcw profiles use prod", _("make it the default")),
    ("bcw profiles test prod", _("test whether the service accepts it")),
)


def iter_profile_names() -> Iterator[str]:
    """Yield the names of profiles that need no quotation marks in a shell."""
    names = [*(each.name for each in iter_candidates(ProfileQuery(os.environ))), SANDBOX]
    return filter(_PLAIN.fullmatch, dict.fromkeys(names))


@profiles.subcommand(
    _("List all profiles."),
    _("* marks the one that is used without --profile."),
    ("bcw profiles list", _("name, region, AccessKey ID and origin")),
    name="list",
)
@params.format_option("text", "json", "names")
def list_profiles(options: params.Options) -> None:
    if options.format == "names":
        output.echo("\n".join(iter_profile_names()))
        return
    found = [*iter_candidates(ProfileQuery(os.environ))]
    in_use = problem = ""
    try:
        in_use = find_profile(ProfileQuery(os.environ)).name
    except ProfileError as error:
        problem = str(error)
    shown = [*found, Candidate(SANDBOX, actions.sandbox_source())]
    objects = [_to_object(each, in_use) for each in shown]
    objects[-1]["access_key_id"] = SANDBOX
    headers = ["", _("Name"), _("Region and host"), _("AccessKey ID"), _("Origin")]
    output.echo_list(options.format, objects, map(_to_row, shown, objects), headers, ["green", "bold"])
    for note in dict.fromkeys(note for each in found for note in each.notes):
        output.info(escape_text(note))
    if problem:
        output.error(_("No profile can be used: {problem}"), problem=problem)


def _to_object(found: Candidate, in_use: str) -> dict[str, Any]:
    profile = found.profile
    return {
        "name": found.name or None,
        "in_use": bool(found.name) and found.name == in_use,
        "region": None if profile is None else profile.region,
        "endpoint": None if profile is None else profile.endpoint,
        "access_key_id": None if profile is None else profile.credentials.access_key_id,
        "source": found.source,
        "problem": None if found.problem is None else str(found.problem),
        "remarks": [*found.notes],
    }


def _to_row(found: Candidate, about: dict[str, Any]) -> tuple[str, ...]:
    place = key = ""
    if found.profile is not None:
        place, key = f"{about['region'] or '–'} · {found.profile.host}", about["access_key_id"] or ""
    origin = found.source
    if about["problem"] is not None:
        origin = _("unusable: {problem}").format(problem=about["problem"])
    return ("*" if about["in_use"] else "", about["name"] or "?", place, key, origin)


@profiles.subcommand(
    _("Add a profile. What is missing is asked for, the secret without being shown."),
    _(
        "The secret is stored in the system's keyring or, if there is none, in a file that only you can "
        "read. Without a terminal it is read from standard input: one line, and for STS credentials (--sts, "
        "or an AccessKey ID that starts with STS.) a second one with the STS token."
    ),
    ("bcw profiles add prod", _("asks for everything")),
    ("bcw profiles add inside --region cn-beijing --vpc", _("the endpoint inside a VPC")),
    ("bcw profiles add ci --region cn-beijing --key-id LTAI4F < secret", _("in a script")),
)
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--region", metavar="ID", shell_complete=params.complete_regions, help=_("Its region."))
@click.option("--endpoint", metavar="URL", help=_("Its address, instead of the region's public one."))
@click.option("--vpc", is_flag=True, help=_("Use the region's address inside a VPC."))
@click.option("--key-id", metavar="ID", help=_("Its AccessKey ID. The secret is never an argument."))
@click.option("--sts", is_flag=True, help=_("STS credentials: there is an STS token too."))
@click.option(
    "--keep",
    type=click.Choice(get_args(SecretPlace)),
    help=_("Where to store the secret. Default: the keyring, or a file if there is none."),
)
@click.option("--replace", is_flag=True, help=_("Replace the profile of that name, if there is one."))
@click.option("--use", is_flag=True, help=_("Make it the default."))
def add(options: params.Options) -> None:
    if options.vpc and options.endpoint is not None:
        raise CliError(exits.USAGE, _("--endpoint and --vpc exclude each other."))
    file = actions.open_profiles()
    was_first = not file.all() and file.current() is None
    name = _add(options, file)
    output.info(_("Added the profile {name}."), name=name)
    if options.use:
        file.choose(name)
    if options.use or was_first:
        output.info(_("It is the default from now on."))
        _warn_about_environment()
    elif file.current() != name:
        output.info(_("To make it the default: bcw profiles use {name}"), name=name)


def _add(options: params.Options, file: ProfileStore) -> str:
    """Ask for what the options leave open, and store the profile; return its name."""
    from wizard.catalog import load_builtin
    from wizard.client.secret_store import NoKeyring

    def check_new_name(given: str) -> str:
        check_name(given)
        if given in file.all() and not options.replace:
            message = _("Nothing was added: a profile named {name} exists. Add --replace to replace it.")
            raise AlreadyExistsError(format_escaped(message, name=given))
        return given

    name = _answer(options.name, "NAME", _("Name of the profile"), check_new_name)
    endpoint = actions.VPC if options.vpc else options.endpoint
    known = None if options.endpoint is None else find_region(parse_endpoint(options.endpoint).host)
    region = _answer(options.region or known, "--region", _("Region (for example cn-hangzhou)"), check_region)
    if endpoint is None and options.region is None and output.can_ask():
        question = _("Endpoint (empty: the region's public one; vpc: the one inside a VPC)")
        endpoint = _answer(
            None, "--endpoint", question, lambda given: actions.parse_profile_endpoint(given, region)
        )
    key = _answer(
        options.key_id, "--key-id", _("AccessKey ID"), lambda given: Credentials(given, "x").access_key_id
    )
    secret, token = _ask_secret(key, is_sts=options.sts)
    if region not in load_builtin().regions:
        message = _("{region} is not a known region of BatchCompute. It is used as entered.")
        output.info(message, region=region)
    new = actions.NewProfile(name, region, endpoint or "", key, secret, token, options.keep)
    try:
        output.info(actions.add_profile(file, new, overwrite=options.replace))
    except NoKeyring as error:
        message = _("Nothing was added: {reason}. --keep file stores the secret in a file.")
        raise CliError(exits.USAGE, message, reason=error) from error
    return name


def _answer(given: str | None, option: str, question: str, check: Callable[[str], str]) -> str:
    """Return an option's value or, on a terminal, the user's first valid answer."""
    if given is not None:
        return check(given.strip())
    if not output.can_ask():
        message = _("Nothing was added: {option} is missing, and there is no terminal to ask on.")
        raise CliError(exits.USAGE, message, option=option)
    while True:
        output.info(f"{question}:")
        line = sys.stdin.readline()
        if not line:
            raise CliError(exits.INTERRUPTED, _("Nothing was added."))
        try:
            return check(line.strip())
        except BcwError as error:
            output.info("{error}", error=error)


def _ask_secret(key: str, *, is_sts: bool) -> tuple[str, str]:
    """Return the secret, and the token of STS credentials: typed hidden, or from standard input."""
    is_sts = is_sts or actions.is_temporary(key)
    if output.can_ask():
        while True:
            secret = _ask_hidden(_("AccessKey secret (hidden): "))
            token = _ask_hidden(_("STS token (hidden): ")) if is_sts else ""
            try:
                Credentials(key, secret, token or None)
                return secret, token
            except ProfileError as error:
                output.info("{error}", error=error)
    lines = [] if sys.stdin is None else [sys.stdin.readline().strip() for _line in range(2 if is_sts else 1)]
    if not lines or not all(lines):
        message = _(
            "Nothing was added: the secret is missing. Write it to standard input, one line; for STS "
            "credentials, the STS token in a second line."
        )
        raise CliError(exits.USAGE, message)
    return lines[0], lines[1] if is_sts else ""


def _ask_hidden(question: str) -> str:
    try:
        return getpass.getpass(question, stream=sys.stderr).strip()
    except UnicodeDecodeError:
        return "\N{REPLACEMENT CHARACTER}"
    except EOFError:
        raise CliError(exits.INTERRUPTED, _("Nothing was added.")) from None


@profiles.subcommand(
    _("Set the default profile; it can be sandbox, aliyun:PROFILE or bcs."),
    ("bcw profiles use sandbox", _("use the local sandbox (free)")),
)
@click.argument("name", metavar="NAME", shell_complete=params.complete_profiles)
def use(options: params.Options) -> None:
    if options.name == ENVIRONMENT:
        raise CliError(exits.USAGE, actions.describe_environment_default())
    found = find_profile(ProfileQuery(os.environ, name=options.name))
    actions.open_profiles().choose(found.name)
    title = _(SANDBOX_TITLE) if found.profile is None else found.profile.title
    output.info(_("Default profile: {profile}"), profile=title)
    _warn_about_environment()


def _warn_about_environment() -> None:
    if any(place.name == ENVIRONMENT for place in iter_candidates(ProfileQuery(os.environ))):
        output.info(
            _("The AccessKey in the environment takes precedence while ALIBABA_CLOUD_ACCESS_KEY_ID is set.")
        )


@profiles.subcommand(
    _("Test whether the service responds and accepts the credentials."),
    _("Exit codes: 0 accepted, 2 unusable, 3 rejected, 4 no response."),
    ("bcw profiles test", _("test the one in use")),
)
@click.argument("profile", metavar="[NAME]", required=False, shell_complete=params.complete_profiles)
@params.endpoint_option
@params.region_option
@params.pass_profile
def test(options: params.Options, context: ProfileContext) -> None:
    profile = context.ready_profile()
    for remark in context.found.notes:
        output.info(escape_text(remark))
    for line in actions.test_profile(profile):
        output.echo(escape_text(line))
    if profile.notice:
        output.info(profile.notice)


@profiles.subcommand(
    _("Remove one of your profiles with its secret."), ("bcw profiles remove prod", _("remove prod"))
)
@click.argument("name", metavar="NAME", shell_complete=params.complete_profiles)
@params.yes_option(_("Remove it without asking."))
def remove(options: params.Options) -> int:
    from wizard.client.secret_store import SecretStore

    file, name = actions.open_profiles(), options.name
    known, default = file.all(), file.current()
    if name not in known:
        for each in iter_candidates(ProfileQuery(os.environ)):
            if each.name == name:
                message = _("{name} belongs to another program ({source}). Remove it there.")
                raise CliError(exits.USAGE, message, name=name, source=each.source)
    question = format_escaped(_("Remove the profile {name} with its secret?"), name=name)
    if name in known and output.can_ask() and not options.yes and not output.ask(question):
        output.info(_("Nothing was removed."))
        return exits.INTERRUPTED
    removed = file.remove(name)
    if left := SecretStore(file).delete(removed):
        output.info(left)
    output.info(_("Removed the profile {name}."), name=name)
    if default == name and len(known) > 2:
        output.info(_("There is no default profile now. To set one: bcw profiles use NAME"))
    return exits.DONE
