"""Rules about the name, the image, the instance types and the environment of the instances."""

import re
from collections.abc import Iterator
from typing import Any

from wizard.document.tree import Path
from wizard.i18n import N_, _
from wizard.models import groups as models
from wizard.validation import fixes, reading
from wizard.validation.context import Context
from wizard.validation.finding import Finding, Severity
from wizard.validation.rule import CLI, RuleMatch, make_error, match_unknown, rule, shorten

_ATTRIBUTES = "CreateCluster, attribute table, https://help.aliyun.com/document_detail/44738.html"
_IMAGES = f"Images, https://help.aliyun.com/document_detail/43020.html; {CLI}"
_TYPES = "GetQuotas, https://help.aliyun.com/document_detail/43086.html: every account has its own list"
_SHELLS = (
    "POSIX.1, environment variables: names of letters, digits and underscores, not starting with a digit"
)

INSTANCE_TYPE = re.compile(models.INSTANCE_TYPE, re.ASCII)
_LEGAL_NAME = re.compile(r"[A-Za-z_-][A-Za-z0-9_-]{0,63}", re.ASCII)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


@rule(
    severity=Severity.NOTE,
    source=_ATTRIBUTES,
    message=N_('The attribute table of the API does not allow the name "{value}".'),
    why=N_(
        "It asks for at least 2 characters and a letter first. The service accepts this name, as its error "
        "table says; other tools may not."
    ),
)
def check_name_style(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    name = reading.get_text(request.get("Name"))
    if _LEGAL_NAME.fullmatch(name) and (len(name) < 2 or name[0] in "_-"):
        yield RuleMatch(("Name",), value=name)


@rule(
    severity=Severity.NOTE,
    source=_ATTRIBUTES,
    message=N_("The attribute table of the API allows 2 to 256 characters; this description has {length:,}."),
    why=N_("The service accepts up to 1,024, as its error table says; other tools may cut it."),
)
def check_description_style(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    length = len(reading.get_text(request.get("Description")))
    if length == 1 or 256 < length <= 1024:
        yield RuleMatch(("Description",), length=length)


def _iter_images(request: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for path, value in reading.iter_cluster_and_groups(request):
        if image := reading.get_filled_text(value.get("ImageId")):
            yield (*path, "ImageId"), image


@rule(
    source=_IMAGES,
    message=N_('"{value}" does not look like an image ID.'),
    why=N_("Image IDs start with img- (official, or registered with BatchCompute) or m- (ECS)."),
)
def check_image_prefix(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    account = context.account.image_ids if context.account is not None else ()
    for path, image in _iter_images(request):
        if image.startswith(("img-", "m-")) or image in account:
            continue
        yield RuleMatch(path, fixes.change_to_closest(path, image, context.catalog.images), value=image)


@rule(
    source="ListImages, the account's own list",
    message=N_('The account has no image "{value}" in {region}.'),
    why=N_("It is missing from the account's list of {since}. Instances cannot start from an unknown image."),
)
def check_image_unknown(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    account = context.account
    if account is None or account.images is None:
        return
    known = sorted(account.image_ids)
    for path, image in _iter_images(request):
        if image not in known:
            fix = fixes.change_to_closest(path, image, known)
            yield RuleMatch(path, fix, value=image, region=context.region_name, since=account.since)


def check_instance_types(request: dict[str, Any], context: Context) -> Iterator[Finding]:
    cluster, own_types = request.get("InstanceType", ""), _list_own_types(context)
    for path, value in reading.iter_cluster_and_groups(request):
        own, at = value.get("InstanceType", ""), (*path, "InstanceType")
        if own == "":
            if path and cluster == "":
                why = _("Neither the group nor the cluster has an instance type. Enter one of them.")
                yield make_error(32, at, why)
        elif isinstance(own, str):
            yield from _check_instance_type(own, at, *own_types, context)


def _check_instance_type(
    name: str, path: Path, offered: frozenset[str], is_complete: bool, context: Context
) -> Iterator[Finding]:
    plain = name.strip().lower()
    if not INSTANCE_TYPE.fullmatch(name):
        why = _('"{value}" is not an instance type. Enter one such as ecs.sn1ne.large.')
    elif is_complete and name not in offered:
        why = _('The account has no instance type "{value}" in {region}. Select one that it has.')
    else:
        return
    why = why.format(value=shorten(name), region=context.region_name)
    known = sorted(offered if is_complete else context.catalog.instance_types)
    fix = fixes.change_to_closest(path, name, known, cutoff=0.6)
    if fix is None and not is_complete and INSTANCE_TYPE.fullmatch(plain):
        fix = fixes.change_to(path, plain)
    yield make_error(33, path, why, fix)


def _list_own_types(context: Context) -> tuple[frozenset[str], bool]:
    """Return the account's own instance types, and whether it has no others: the list is of this run."""
    account = context.account
    if account is None:
        return frozenset(), False
    own = account.type_names.union(account.spot_types or ())
    return own, account.fetched_in_this_run and account.instance_types is not None


@rule(
    source=_TYPES,
    message=N_('"{value}" is not a known instance type.'),
    why=N_(
        "Instance types differ by region and account, so it can exist. The service rejects a misspelt one."
    ),
)
def check_instance_type_unknown(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    """Match well-formed instance types that the lists do not have; for a list of this run they are errors."""
    built_in, (own, is_complete) = context.catalog.instance_types, _list_own_types(context)
    for path, value in () if is_complete else reading.iter_cluster_and_groups(request):
        name, at = reading.get_text(value.get("InstanceType")), (*path, "InstanceType")
        if name and name not in built_in and name not in own and INSTANCE_TYPE.fullmatch(name):
            yield RuleMatch(at, fixes.change_to_closest(at, name, built_in), value=name)


@rule(
    source=_ATTRIBUTES,
    message=N_('"{value}" is not a known ISV service.'),
    why=N_("Known: {known}. Leave it empty if the programs depend on none."),
)
def check_isv_service_unknown(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    return match_unknown(request, ("DependencyIsvService",), context.catalog.isv_services)


@rule(
    source=CLI,
    message=N_('"{value}" is not a known kind of scheduling.'),
    why=N_("The official command line accepts {known}."),
)
def check_schedule_type_unknown(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    return match_unknown(request, ("ScheduleType",), context.catalog.schedule_types)


@rule(
    source=_SHELLS,
    message=N_('Shells cannot use "{value}" as the name of a variable.'),
    why=N_("Use letters, digits and underscores, not starting with a digit. Programs may not see this one."),
)
def check_env_name_unusable(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    variables: Any = request.get("EnvVars")
    for name in variables if isinstance(variables, dict) else ():
        if _VARIABLE.fullmatch(name):
            continue
        legal = re.sub(r"[^A-Za-z0-9_]+", "_", name, flags=re.ASCII)
        legal = f"_{legal}" if legal[:1].isdigit() else legal
        path = ("EnvVars", name)
        is_usable = legal.strip("_") and legal not in variables
        yield RuleMatch(path, fixes.rename(path, legal) if is_usable else None, value=name)
