"""`bcw profiles`: accounts, regions, endpoints."""

import os
import re
from collections.abc import Iterator
from typing import Any, get_args

import click

from wizard.cli import exits, output
from wizard.cli.app import CommandGroup
from wizard.cli.exits import Stop
from wizard.cli.options import (
    Options,
    complete_profiles,
    complete_regions,
    format_examples,
    format_option,
    yes_option,
)
from wizard.cli.tables import put_table
from wizard.cli.texts import text
from wizard.client.credentials import SANDBOX, Profile
from wizard.client.errors import ProfileError
from wizard.client.profiles import (
    ENVIRONMENT,
    Candidate,
    ProfileQuery,
    ResolvedProfile,
    candidates,
    find_profile,
)
from wizard.core.actions.context import sandbox_title, title_of
from wizard.core.actions.profiles import (
    describe_environment,
    describe_environment_default,
    is_environment_set,
    profiles_file,
    sandbox_source,
)
from wizard.i18n import _
from wizard.models.profile import SecretPlace

_PLAIN = re.compile(r"\w[\w.:@+-]*")
"""A name that a shell is told: profiles of `aliyun` may have any other as well."""


@click.group(
    cls=CommandGroup,
    help=_("Manage profiles: accounts, regions and endpoints.")
    + "\n\n"
    + _(
        "Without --profile, the first of these is used: credentials in the environment "
        "(ALIBABA_CLOUD_…), your "
        "default profile, the current profile of the aliyun command, the configuration of bcs, the "
        "local sandbox."
    ),
    epilog=format_examples(
        ("bcw profiles list", _("all profiles, and where they were found")),
        ("bcw profiles add prod", _("add one; asks for region and credentials")),
        ("bcw profiles use prod", _("make it the default")),
        ("bcw profiles test prod", _("test whether the service accepts it")),
    ),
)
def profiles() -> None:
    """Group the commands."""


@profiles.command(
    "list",
    help=_("List all profiles and where they were found; * marks the one in use."),
    epilog=format_examples(("bcw profiles list", _("name, region, AccessKey ID and origin"))),
)
@format_option("text", "json", "names")
def list_profiles(**values: Any) -> int:
    """Print the profiles."""
    return _list(Options(**values))


@profiles.command(
    help=_("Add a profile. What is missing is asked for, the secret without being shown.")
    + "\n\n"
    + _(
        "The secret is stored in the system's keyring or, if there is none, in a file that only you "
        "can read. "
        "Without a terminal it is read from standard input: one line, and for STS credentials (--sts, or an "
        "AccessKey ID that starts with STS.) a second one with the STS token."
    ),
    epilog=format_examples(
        ("bcw profiles add prod", _("asks for everything")),
        ("bcw profiles add inside --region cn-beijing --vpc", _("the endpoint inside a VPC")),
        ("bcw profiles add ci --region cn-beijing --key-id LTAI4F < secret", _("in a script")),
    ),
)
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--region", metavar="ID", shell_complete=complete_regions, help=_("Its region."))
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
def add(**values: Any) -> int:
    """Add a profile."""
    options = Options(**values)
    if options.vpc and options.endpoint is not None:
        raise Stop(exits.USAGE, _("--endpoint and --vpc exclude each other."))
    return _add(options)


@profiles.command(
    help=_("Set the default profile; it can be sandbox, aliyun:PROFILE or bcs."),
    epilog=format_examples(("bcw profiles use sandbox", _("use the local sandbox (free)"))),
)
@click.argument("name", metavar="NAME", shell_complete=complete_profiles)
def use(**values: Any) -> int:
    """Set the default profile."""
    return _use(Options(**values))


@profiles.command(
    help=_("Test whether the service answers and accepts the credentials.")
    + "\n\n"
    + _("Exit codes: 0 accepted, 2 unusable, 3 rejected, 4 no response."),
    epilog=format_examples(("bcw profiles test", _("test the one in use"))),
)
@click.argument("target", metavar="[NAME]", required=False, shell_complete=complete_profiles)
@click.option("--endpoint", metavar="URL", help=_("Address of the service, instead of the profile's own."))
@click.option(
    "--region",
    metavar="ID",
    shell_complete=complete_regions,
    help=_("Region, instead of the profile's own."),
)
def test(**values: Any) -> int:
    """Test a profile."""
    return _test(Options(profile=None, **values))


@profiles.command(
    help=_("Remove one of your profiles with its secret."),
    epilog=format_examples(("bcw profiles remove prod", _("remove prod"))),
)
@click.argument("name", metavar="NAME", shell_complete=complete_profiles)
@yes_option(_("Remove it without asking."))
def remove(**values: Any) -> int:
    """Remove a profile, after a question on a terminal."""
    return _remove(Options(**values))


def iter_profile_names() -> Iterator[str]:
    """Yield the names of profiles that a shell can be told: those of `aliyun` can have others as well."""
    for each in dict.fromkeys([*(place.name for place in candidates(ProfileQuery(os.environ))), SANDBOX]):
        if _PLAIN.fullmatch(each):
            yield each


def _list(options: Options) -> int:
    found = [*candidates(ProfileQuery(os.environ))]
    if options.format == "names":
        for each in iter_profile_names():
            output.put(each)
        return exits.DONE
    used, problem = _in_use()
    name = None if used is None else used.name
    if options.format == "json":
        objects = [_object(each, name) for each in found]
        output.put_json([*objects, _sandbox_object(name)])
    else:
        sandbox = (_mark(name == SANDBOX), SANDBOX, "", "", sandbox_source())
        put_table([*(_row(each, name) for each in found), sandbox])
    remarks = dict.fromkeys(note for each in found for note in each.notes)
    for remark in remarks:
        output.say(output.visible(remark))
    if problem is not None:
        output.complain(text("targets.broken", problem=output.visible(str(problem))))
    return exits.DONE


def _in_use() -> tuple[ResolvedProfile | None, ProfileError | None]:
    """The target that is used where none is named, or why there is none."""
    try:
        return find_profile(ProfileQuery(os.environ)), None
    except ProfileError as error:
        return None, error


def _mark(used: bool) -> str:
    return text("targets.chosen") if used else ""


def _row(place: Candidate, used: str | None) -> tuple[str, ...]:
    target, source = place.profile, place.source
    about = source if place.problem is None else text("targets.unusable", problem=place.problem)
    return (
        _mark(bool(place.name) and place.name == used),
        output.visible(place.name) or "?",
        "" if target is None else f"{target.region or '–'} · {target.host}",
        "" if target is None else output.visible(target.credentials.access_key_id),
        output.visible(about),
    )


def _object(place: Candidate, used: str | None) -> dict[str, Any]:
    target = place.profile
    return {
        "name": place.name or None,
        "in_use": bool(place.name) and place.name == used,
        "region": None if target is None else target.region,
        "endpoint": None if target is None else target.endpoint,
        "access_key_id": None if target is None else target.credentials.access_key_id,
        "source": place.source,
        "problem": None if place.problem is None else str(place.problem),
        "remarks": [*place.notes],
    }


def _sandbox_object(used: str | None) -> dict[str, Any]:
    return {
        "name": SANDBOX,
        "in_use": used == SANDBOX,
        "region": None,
        "endpoint": None,
        "access_key_id": SANDBOX,
        "source": sandbox_source(),
        "problem": None,
        "remarks": [],
    }


def _add(options: Options) -> int:
    from wizard.cli.adding import added

    file = profiles_file()
    was_first = not file.all() and file.current() is None
    target = added(options, file)
    output.say(text("targets.added", target=_shown(target.name)))
    if options.use:
        file.choose(target.name)
    if options.use or was_first:
        output.say(text("targets.first"))
        _say_environment()
    elif file.current() != target.name:
        output.say(text("targets.not-used", name=target.name))
    return exits.DONE


def _use(options: Options) -> int:
    if options.name == ENVIRONMENT:
        raise Stop(exits.USAGE, describe_environment_default())
    found = find_profile(ProfileQuery(os.environ, name=options.name))
    profiles_file().choose(found.name)
    output.say(text("targets.now", target=_title(found.profile)))
    _say_environment()
    return exits.DONE


def _say_environment() -> None:
    if is_environment_set(os.environ):
        output.say(describe_environment())


def _test(options: Options) -> int:
    from wizard.cli.targeting import of_options
    from wizard.core.actions.profile_setup import test_profile

    destination = of_options(options, os.environ)
    try:
        target = destination.target()
        for remark in destination.remarks:
            output.say(output.visible(remark))
        for line in test_profile(target):
            output.put(output.visible(line))
    finally:
        destination.close()
    if target.notice:
        output.say(target.notice)
    return exits.DONE


def _remove(options: Options) -> int:
    from wizard.client.secret_store import SecretStore

    file, name = profiles_file(), options.name
    known = file.all()
    if name not in known:
        for place in candidates(ProfileQuery(os.environ)):
            if place.name == name:
                raise Stop(exits.USAGE, text("targets.foreign", name=name, source=place.source))
    elif output.can_ask() and not options.yes and not output.ask(text("targets.question", name=_shown(name))):
        output.say(text("targets.kept"))
        return exits.INTERRUPTED
    chosen = file.current()
    removed = file.remove(name)
    if left := SecretStore(file).delete(removed):
        output.say(left)
    output.say(text("targets.removed", name=_shown(name)))
    if chosen == name and len(known) > 2:
        output.say(text("targets.none-chosen"))
    return exits.DONE


def _shown(name: str) -> str:
    return output.visible(name)


def _title(target: Profile | None) -> str:
    return sandbox_title() if target is None else output.visible(title_of(target))
