"""Warnings about the name, the image, the instance types and the environment of the machines."""

import re
from collections.abc import Iterator
from typing import Any

from wizard.document.pointer import Path
from wizard.rules import fixes
from wizard.rules.context import Context
from wizard.rules.finding import Severity
from wizard.rules.relations import INSTANCE_TYPE
from wizard.rules.texts import text
from wizard.rules.warnings import reading
from wizard.rules.warnings.registry import Hit, hit, rule

_ATTRIBUTES = "CreateCluster, attribute table, https://help.aliyun.com/document_detail/44738.html"
_CLI = "batchcompute-cli 1.7.7, the official bcs command"
_IMAGES = f"Images, https://help.aliyun.com/document_detail/43020.html; {_CLI}"
_TYPES = "GetQuotas, https://help.aliyun.com/document_detail/43086.html: every account has its own list"
_SHELLS = "POSIX.1, environment variables: names of letters, digits and underscores, no digit first"

_LEGAL_NAME = re.compile(r"[A-Za-z_-][A-Za-z0-9_-]{0,63}", re.ASCII)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
LONGEST_DESCRIPTION = 256
"""Characters that the attribute table allows; the service takes 1024."""


@rule("name-style", Severity.NOTE, _ATTRIBUTES)
def name_style(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A name that the service takes, and the reference's attribute table does not."""
    name = reading.text_at(tree, ("Name",))
    if _LEGAL_NAME.fullmatch(name) and (len(name) < 2 or name[0] in "_-"):
        yield hit(("Name",), value=name)


@rule("description-style", Severity.NOTE, _ATTRIBUTES)
def description_style(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A description of a length that the service takes, and the reference's attribute table does not."""
    length = len(reading.text_at(tree, ("Description",)))
    if length == 1 or LONGEST_DESCRIPTION < length <= 1024:
        yield hit(("Description",), length=length)


_IMAGE_FIELDS: tuple[Path, ...] = (("ImageId",), reading.GROUPS)


def _images(tree: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for path in (("ImageId",), *((*path, "ImageId") for path, _ in reading.groups(tree))):
        if image := reading.filled_in(tree, path):
            yield path, image


@rule("image-prefix", Severity.WARNING, _IMAGES, reads=_IMAGE_FIELDS)
def image_prefix(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """An image whose id begins as no image's does."""
    account = context.account.images if context.account is not None else None
    for path, image in _images(tree):
        if image.startswith(("img-", "m-")) or image in (account or ()):
            continue
        plain = image.strip().lower()
        meant = next((each for each in (plain, f"img-{plain}") if each in context.catalogue.images), None)
        yield hit(path, None if meant is None else reading.change_to(path, meant), value=image)


@rule("image-unknown", Severity.WARNING, "ListImages, the account's own list", reads=_IMAGE_FIELDS)
def image_unknown(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """An image that the account's list lacks."""
    account = context.account
    if account is None or account.images is None:
        return
    known, since = sorted(account.images), f"{account.fetched_at:%Y-%m-%d %H:%M}"
    for path, image in _images(tree):
        if image not in account.images:
            fix = reading.closest_fix(path, image, known)
            yield hit(path, fix, value=image, region=account.region, since=since)


@rule("instance-type-unknown", Severity.WARNING, _TYPES, reads=reading.TYPES)
def instance_type_unknown(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A well-formed instance type that the lists lack; those of this run make it an error instead."""
    shipped, account = context.catalogue.instance_types, context.account
    offered: frozenset[str] = frozenset()
    if account is not None and account.instance_types is not None:
        if account.fetched_in_this_run:
            return
        offered = account.instance_types
    if account is not None and account.spot_instance_types is not None:
        offered |= account.spot_instance_types
    for path in (("InstanceType",), *((*path, "InstanceType") for path, _ in reading.groups(tree))):
        name = reading.text_at(tree, path)
        if INSTANCE_TYPE.fullmatch(name) and name not in shipped and name not in offered:
            yield hit(path, reading.closest_fix(path, name, shipped), value=name)


@rule("isv-service-unknown", Severity.WARNING, _ATTRIBUTES)
def isv_service_unknown(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A service of a software vendor that the reference does not name."""
    path, known = ("DependencyIsvService",), context.catalogue.isv_services
    service = reading.filled_in(tree, path)
    if service and service not in known:
        yield hit(path, reading.closest_fix(path, service, known), value=service, known=reading.listed(known))


@rule("schedule-type-unknown", Severity.WARNING, _CLI)
def schedule_type_unknown(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A way of scheduling that the official clients do not know."""
    path, known = ("ScheduleType",), context.catalogue.schedule_types
    kind = reading.filled_in(tree, path)
    if kind and kind not in known:
        yield hit(path, reading.closest_fix(path, kind, known), value=kind, known=reading.listed(known))


@rule("env-name-unusable", Severity.WARNING, _SHELLS)
def env_name_unusable(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """An environment variable that no shell can name."""
    variables = tree.get("EnvVars")
    if not isinstance(variables, dict):
        return
    for name in variables:
        if _VARIABLE.fullmatch(name):
            continue
        legal = re.sub(r"[^A-Za-z0-9_]+", "_", name, flags=re.ASCII)
        legal = f"_{legal}" if legal[:1].isdigit() else legal
        path = ("EnvVars", name)
        usable = legal.strip("_") and legal not in variables
        fix = fixes.renaming(path, legal, text("fix.name", value=legal)) if usable else None
        yield hit(path, fix, value=name)
