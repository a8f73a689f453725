"""Rules about the name, the image, the instance types and the environment of the instances."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from wizard.document.tree import Path
from wizard.i18n import N_, _
from wizard.models import groups as models
from wizard.validation import fixes, reading
from wizard.validation.context import Context
from wizard.validation.finding import Finding, Severity
from wizard.validation.rule import RuleMatch, error, error_check, match, rule, shorten

_ATTRIBUTES = "CreateCluster, attribute table, https://help.aliyun.com/document_detail/44738.html"
_CLI = "batchcompute-cli 1.7.7, the official bcs command"
_IMAGES = f"Images, https://help.aliyun.com/document_detail/43020.html; {_CLI}"
_TYPES = "GetQuotas, https://help.aliyun.com/document_detail/43086.html: every account has its own list"
_SHELLS = (
    "POSIX.1, environment variables: names of letters, digits and underscores, not starting with a digit"
)

INSTANCE_TYPE = re.compile(models.INSTANCE_TYPE, re.ASCII)
LONGEST_DESCRIPTION = 256
"""Characters that the attribute table allows; the service accepts 1,024."""
_LEGAL_NAME = re.compile(r"[A-Za-z_-][A-Za-z0-9_-]{0,63}", re.ASCII)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


@rule(
    "name-style",
    Severity.NOTE,
    source=_ATTRIBUTES,
    message=N_('The attribute table of the API does not allow the name "{value}".'),
    why=N_(
        "It asks for at least 2 characters and a letter first. The service accepts this name, as its "
        "error table "
        "says; other tools may not."
    ),
)
def check_name_style(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    name = reading.text_at(request, ("Name",))
    if _LEGAL_NAME.fullmatch(name) and (len(name) < 2 or name[0] in "_-"):
        yield match(("Name",), value=name)


@rule(
    "description-style",
    Severity.NOTE,
    source=_ATTRIBUTES,
    message=N_("The attribute table of the API allows 2 to 256 characters; this description has {length:,}."),
    why=N_("The service accepts up to 1,024, as its error table says; other tools may cut it."),
)
def check_description_style(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    length = len(reading.text_at(request, ("Description",)))
    if length == 1 or LONGEST_DESCRIPTION < length <= 1024:
        yield match(("Description",), length=length)


def _iter_images(request: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    if image := reading.filled_text_at(request, ("ImageId",)):
        yield ("ImageId",), image
    for path, group in reading.iter_groups(request):
        if image := reading.filled_text_of(group, "ImageId"):
            yield (*path, "ImageId"), image


@rule(
    "image-prefix",
    Severity.WARNING,
    source=_IMAGES,
    message=N_('"{value}" does not look like an image ID.'),
    why=N_("Image IDs start with img- (official, or registered with BatchCompute) or m- (ECS)."),
)
def check_image_prefix(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    account = (context.account.images if context.account is not None else None) or ()
    for path, image in _iter_images(request):
        if image.startswith(("img-", "m-")) or image in account:
            continue
        plain = image.strip().lower()
        meant = next((each for each in (plain, f"img-{plain}") if each in context.catalog.images), None)
        yield match(path, None if meant is None else reading.change_to(path, meant), value=image)


@rule(
    "image-unknown",
    Severity.WARNING,
    source="ListImages, the account's own list",
    message=N_('The account has no image "{value}" in {region}.'),
    why=N_("It is missing from the account's list of {since}. Instances cannot start from an unknown image."),
)
def check_image_unknown(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    account = context.account
    if account is None or account.images is None:
        return
    known = sorted(account.images)
    for path, image in _iter_images(request):
        if image not in account.images:
            fix = reading.change_to_closest(path, image, known)
            yield match(path, fix, value=image, region=account.region, since=account.since)


@error_check
def check_instance_types(request: dict[str, Any], context: Context) -> Iterator[Finding]:
    cluster, offered = request.get("InstanceType", ""), _offered_types(context)
    for path, value in [((), request), *reading.iter_groups(request)]:
        own, at = value.get("InstanceType", ""), (*path, "InstanceType")
        if own == "":
            if path and cluster == "":
                why = _("Neither the group nor the cluster has an instance type. Enter one of them.")
                yield error(32, at, why)
        elif isinstance(own, str):
            yield from _check_instance_type(own, at, offered, context)


def _check_instance_type(
    name: str, path: Path, offered: frozenset[str] | None, context: Context
) -> Iterator[Finding]:
    plain = name.strip().lower()
    if not INSTANCE_TYPE.fullmatch(name):
        why = _('"{value}" is not an instance type. Enter one such as ecs.sn1ne.large.')
    elif offered is not None and name not in offered:
        why = _('The account has no instance type "{value}" in {region}. Select one that it has.')
    else:
        return
    why = why.format(value=shorten(name), region=context.account and context.account.region)
    known = sorted(context.catalog.instance_types if offered is None else offered)
    candidates = [plain, f"ecs.{plain}", *get_close_matches(plain, known, n=1, cutoff=0.6)]
    meant = next((each for each in candidates if each in known), None)
    if meant is None and offered is None and INSTANCE_TYPE.fullmatch(plain):
        meant = plain
    yield error(33, path, why, None if meant is None else reading.change_to(path, meant))


def _offered_types(context: Context) -> frozenset[str] | None:
    """The instance types that the account has according to a list of this run, or ``None``."""
    account = context.account
    if account is None or not account.fetched_in_this_run or account.instance_types is None:
        return None
    return account.instance_types | (account.spot_instance_types or frozenset())


@rule(
    "instance-type-unknown",
    Severity.WARNING,
    source=_TYPES,
    message=N_('"{value}" is not a known instance type.'),
    why=N_(
        "Instance types differ by region and account, so it can exist. The service rejects a misspelt one."
    ),
)
def check_instance_type_unknown(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    """A well-formed instance type that the lists do not have; for a list of this run it is an error "
    "instead."""
    account, built_in = context.account, context.catalog.instance_types
    own: frozenset[str] = frozenset()
    if account is not None:
        if account.instance_types is not None and account.fetched_in_this_run:
            return
        own = (account.instance_types or frozenset()) | (account.spot_instance_types or frozenset())
    for path, value in [((), request), *reading.iter_groups(request)]:
        name, at = reading.text_of(value, "InstanceType"), (*path, "InstanceType")
        if name and name not in built_in and name not in own and INSTANCE_TYPE.fullmatch(name):
            yield match(at, reading.change_to_closest(at, name, built_in), value=name)


@rule(
    "isv-service-unknown",
    Severity.WARNING,
    source=_ATTRIBUTES,
    message=N_('"{value}" is not a known ISV service.'),
    why=N_("Known: {known}. Leave it empty if the programs depend on none."),
)
def check_isv_service_unknown(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    path, known = ("DependencyIsvService",), context.catalog.isv_services
    value = reading.filled_text_at(request, path)
    if value and value not in known:
        fix = reading.change_to_closest(path, value, known)
        yield match(path, fix, value=value, known=", ".join(known))


@rule(
    "schedule-type-unknown",
    Severity.WARNING,
    source=_CLI,
    message=N_('"{value}" is not a known kind of scheduling.'),
    why=N_("The official command line accepts {known}."),
)
def check_schedule_type_unknown(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    path, known = ("ScheduleType",), context.catalog.schedule_types
    value = reading.filled_text_at(request, path)
    if value and value not in known:
        fix = reading.change_to_closest(path, value, known)
        yield match(path, fix, value=value, known=", ".join(known))


@rule(
    "env-name-unusable",
    Severity.WARNING,
    source=_SHELLS,
    message=N_('Shells cannot use "{value}" as the name of a variable.'),
    why=N_("Use letters, digits and underscores, not starting with a digit. Programs may not see this one."),
)
def check_env_name_unusable(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    variables = request.get("EnvVars")
    if not isinstance(variables, dict):
        return
    for name in variables:
        if _VARIABLE.fullmatch(name):
            continue
        legal = re.sub(r"[^A-Za-z0-9_]+", "_", name, flags=re.ASCII)
        legal = f"_{legal}" if legal[:1].isdigit() else legal
        path = ("EnvVars", name)
        is_usable = legal.strip("_") and legal not in variables
        yield match(path, fixes.rename(path, legal) if is_usable else None, value=name)
