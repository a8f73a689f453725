"""The request for the official ``bcs`` command: its options if they express the request, otherwise a file.

Source: batchcompute-cli 1.7.7 (action/cluster_create.py, util/util.py, externals/command.py), which sends
everything through the model of batchcompute 2.1.7 (resources/cluster.py).
"""

import re
from collections.abc import Callable
from shlex import quote
from typing import Any

from pydantic import ValidationError

from wizard.document.serializer import to_compact_text
from wizard.document.tree import Path, get, has, remove_in, to_pointer, walk
from wizard.export.body import to_shell
from wizard.export.scripts import Destination, make_secret_parts, render
from wizard.i18n import _
from wizard.models.cluster import ClusterDescription, find_spec, find_unknown, request_spec
from wizard.models.fields import FieldSpec
from wizard.text import escape_text

_MOUNTS: Path = ("Configs", "Mounts")
_LOCALE: Path = (*_MOUNTS, "Locale")
_NETWORKS: Path = ("Configs", "Networks")
_CIDR_BLOCK: Path = (*_NETWORKS, "VPC", "CidrBlock")
_VPC_ID: Path = (*_NETWORKS, "VPC", "VpcId")
_TOPIC: Path = ("Notification", "Topic")
_EVENTS = {"OnClusterDeleted", "OnInstanceCreated", "OnInstanceActive"}
_DEFAULTS: dict[str, Any] = {
    "Lock": False,
    "CacheSupport": True,
    "NasMetaCache": False,
    "RefreshTimeOut": 0,
    "SpotPriceLimit": 0,
}
"""Values that mean the same as an absent field. Source: the Java SDK, com.aliyuncs.batchcompute.pojo."""
_LONGEST = 80


def to_bcs(tree: Any, _destination: Destination) -> str:
    """Return a bash script with the command."""
    is_valid = _is_valid(tree)
    words, unsupported = to_options(tree) if is_valid else ([], [])
    lines = [
        _("Creates an Alibaba Cloud BatchCompute cluster with the official bcs command (batchcompute-cli)."),
        _("Uses the credentials and the region of bcs login."),
        _("Read its output: bcs exits with code 0 even if the service rejects the request."),
    ]
    if is_valid and not unsupported:
        lines += [_("The options express the whole request."), *_list_additions(tree, by_options=True)]
        command = " \\\n  ".join(words)
        return f"#!/usr/bin/env bash\n{_to_comment(lines)}\n{command}\n"
    if is_valid:
        lines.append(_("Sends the request as a file (bcs cc -f), because the options cannot express:"))
        lines += [f"  {to_pointer(path)}" for path in unsupported]
    else:
        lines.append(_("The request has errors (see bcw check): bcs may reject it or drop values."))
    unknown = [path for path, _parent, _siblings in find_unknown(tree)]
    if dropped := [*unknown, *_find_blank_fields(tree)]:
        lines.append(_("bcs drops unknown fields and blanks:"))
        lines += [f"  {to_pointer(path)} ({_shorten(get(tree, path))})" for path in dropped]
    lines += _list_additions(tree, by_options=False)
    secrets = make_secret_parts(tree)
    calls = "".join(f"need {name}\n" for name in secrets["secrets"].split())
    return render(
        "bcs.sh",
        about=_to_comment(lines),
        needed=render("needed.sh", calls=calls) if calls else "",
        body=to_shell(tree, ascii_only=True),
        **secrets,
    )


def to_options(tree: dict[str, Any]) -> tuple[list[str], list[Path]]:
    """Return the quoted words of the ``bcs cc`` command for a valid request.

    Returns:
        The words, an option with its value as one, and the places that the options cannot express.
    """
    rest = _prune(tree, request_spec())
    words = [f"bcs cc {quote(tree['Name'])}"]
    unsupported: list[Path] = []
    if tree["Name"].startswith("-"):  # taken for an option
        unsupported.append(("Name",))
    if group := _encode_group(rest):
        words += [f"{option} {quote(value)}" for option, value in group.items()]
    else:
        unsupported.append(("Groups",))
    rest = {key: rest[key] for key in rest if key not in ("Name", "InstanceType", "Groups")}
    for option, path, encode in _OPTIONS:
        if has(rest, path):
            value = encode(get(rest, path))
            if value and "\0" not in value:
                words.append(f"{option} {quote(value)}")
            else:
                unsupported.append(path)
            rest = remove_in(rest, path)
    for option, path in _FLAGS:
        if has(rest, path):  # only a value that is not the default is left
            words.append(option)
            rest = remove_in(rest, path)
    if get(tree, _VPC_ID) and not get(tree, _CIDR_BLOCK):  # bcs rejects this
        unsupported.append(_VPC_ID)
    for path, value in walk(_prune(rest, request_spec())):
        if path and (not isinstance(value, dict | list) or not value):
            unsupported.append(path)
    return words, unsupported


def _is_valid(tree: Any) -> bool:
    try:
        ClusterDescription.model_validate(tree)
    except ValidationError:
        return False
    return True


def _prune(value: Any, spec: FieldSpec | None) -> Any:
    """Return the request without values that mean the same as an absent field."""
    if isinstance(value, list):
        return [_prune(item, spec and spec.item) for item in value]
    if not isinstance(value, dict):
        return value
    pruned = {key: _prune(below, spec and spec.child(key)) for key, below in value.items()}
    known = spec.fields if spec is not None else {}
    return {
        key: below
        for key, below in pruned.items()
        if key not in known or below not in ("", {}, [], _DEFAULTS.get(key, ""))
    }


def _encode_group(tree: dict[str, Any]) -> dict[str, str]:
    """Return the options for the group; none if there are several, or if it has a name of its own."""
    groups = tree["Groups"]
    group = dict(groups.get("group", {}))
    types = {each for each in (tree.get("InstanceType"), group.pop("InstanceType", None)) if each}
    if list(groups) != ["group"] or len(types) != 1:
        return {}
    kind, count, billing = types.pop(), group.pop("DesiredVMCount"), group.pop("ResourceType")
    if kind != kind.strip() or "\0" in kind:
        return {}
    options = {"--type": kind, "--nodes": str(count), "--resource_type": billing}
    if group:
        strategy, limit = group.pop("SpotStrategy", None), group.pop("SpotPriceLimit", 0)
        if group or billing != "Spot" or strategy != ("SpotWithPriceLimit" if limit else "SpotAsPriceGo"):
            return {}
        options["--spot_price_limit"] = repr(limit)
    return options


def _encode_matching(pattern: str) -> Callable[[str], str | None]:
    """Return a function that encodes only texts of a pattern."""
    return lambda text: text if re.fullmatch(pattern, text, re.DOTALL) else None


def _encode_events(events: list[str]) -> str | None:
    return ",".join(events) if set(events) <= _EVENTS else None


def _encode_list(values: list[str]) -> str | None:
    text = ",".join(values)
    return text if text.split(",") == values else None


def _encode_size(size: int) -> str | None:
    return str(size) if size > 0 else None  # bcs drops 0


def _encode_map(pairs: dict[str, str]) -> str | None:
    """Return ``key:value,key:value``; bcs removes blanks around keys and values."""
    text = ",".join(f"{key}:{value}" for key, value in pairs.items())
    found = (item.partition(":") for item in text.split(","))
    is_same = {key.strip(): value.strip() for key, _colon, value in found} == pairs
    return text if is_same and "" not in pairs else None


def _encode_disks(disks: dict[str, Any]) -> str | None:
    """Return ``system:TYPE:SIZE,data:TYPE:SIZE:MOUNTPOINT``."""
    if not disks.keys() <= {"SystemDisk", "DataDisk"}:
        return None
    items = []
    for name, disk in sorted(disks.items(), reverse=True):
        fields = [disk.get("Type", "default"), str(disk.get("Size", ""))]
        if name == "DataDisk":
            fields.append(disk.get("MountPoint", ""))
        known = {"Type", "Size", "MountPoint"} if name == "DataDisk" else {"Type", "Size"}
        if disk.get("Type") == "default" or "Size" not in disk or not disk.keys() <= known:
            return None
        if any(":" in field or "," in field or field != field.strip() for field in fields):
            return None
        items.append(":".join(["data" if name == "DataDisk" else "system", *fields]))
    return ",".join(items)


def _encode_mounts(entries: list[dict[str, Any]]) -> str | None:
    """Return ``SOURCE:::DESTINATION:::true``; bcs drops duplicates and all that is not on OSS or NAS."""
    items = []
    for entry in entries:
        if entry.keys() != {"Source", "Destination", "WriteSupport"}:
            return None
        source, destination = entry["Source"], entry["Destination"]
        # bcs adds a colon to a single letter, and swaps source and destination if the latter is a scheme
        if len(destination) == 1 or "://" in destination or not source.startswith(("oss://", "nas://")):
            return None
        shown = destination[0] if re.fullmatch("[A-Za-z]:", destination) else destination
        fields = [source, shown, "true" if entry["WriteSupport"] else "false"]
        item = ":::".join(fields)
        if "," in item or item.split(":::") != fields:
            return None
        items.append(item)
    places = {(entry["Source"], entry["Destination"]) for entry in entries}
    return ",".join(items) if len(places) == len(entries) else None


_OPTIONS: tuple[tuple[str, Path, Callable[[Any], str | None]], ...] = (
    ("--image", ("ImageId",), _encode_matching("m-.*|img-.*")),
    ("--description", ("Description",), str),
    ("--schedule_type", ("ScheduleType",), _encode_matching("LowLatency|Poll|Push")),
    ("--user_data", ("UserData",), _encode_map),
    ("--env", ("EnvVars",), _encode_map),
    ("--disk", ("Configs", "Disks"), _encode_disks),
    ("--mount", (*_MOUNTS, "Entries"), _encode_mounts),
    ("--locale", _LOCALE, str),
    ("--cache_block_size", (*_MOUNTS, "CacheBlockSize"), _encode_size),
    ("--cache_total_size", (*_MOUNTS, "CacheTotalSize"), _encode_size),
    ("--nas_access_group", (*_MOUNTS, "NAS", "AccessGroup"), _encode_list),
    ("--nas_file_system", (*_MOUNTS, "NAS", "FileSystem"), _encode_list),
    ("--vpc_cidr_block", _CIDR_BLOCK, _encode_matching(r"(?!(null|None|false|False|0)\Z).*")),
    ("--vpc_id", _VPC_ID, str),
    ("--notification_endpoint", (*_TOPIC, "Endpoint"), str),
    ("--notification_topic", (*_TOPIC, "Name"), str),
    ("--notification_events", (*_TOPIC, "Events"), _encode_events),
)
"""bcs takes some values of ``--vpc_cidr_block`` for no VPC.

``--refresh_time_out`` is missing: bcs sends it as ``ReferchTimeOut``, which its SDK then drops.
"""
_FLAGS: tuple[tuple[str, Path], ...] = (
    ("--lock", (*_MOUNTS, "Lock")),
    ("--no_cache_support", (*_MOUNTS, "CacheSupport")),
    ("--nas_meta_cache", (*_MOUNTS, "NasMetaCache")),
)


def _find_blank_fields(tree: Any) -> list[Path]:
    """Return the fields of disks and groups that the SDK removes if their text is blank."""
    return [
        path
        for path, value in walk(tree)
        if isinstance(value, str) and value.isspace() and find_spec(path) is not None
        if path[:2] == ("Configs", "Disks") or (path[0] == "Groups" and path[-1] == "InstanceType")
    ]


def _list_additions(tree: Any, *, by_options: bool) -> list[str]:
    """Return what bcs or its SDK adds to a request."""
    added = []
    if by_options and not get(tree, _LOCALE):
        added.append(f'  {to_pointer(_LOCALE)} "GBK"')
    if by_options and not get(tree, _CIDR_BLOCK):
        name = to_pointer(_CIDR_BLOCK)
        added.append("  " + _('{name} "192.168.0.0/16", or the one of bcs config').format(name=name))
    if not by_options and has(tree, ("Configs",)) and not has(tree, _NETWORKS):
        added.append(f'  {to_pointer(_CIDR_BLOCK)} "192.168.0.0/16"')
    return [_("bcs adds:"), *added] if added else []


def _shorten(value: Any) -> str:
    text = to_compact_text(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _to_comment(lines: list[str]) -> str:
    """Return a bash comment; no line ends early, whatever it contains."""
    return "\n".join(f"# {escape_text(line)}".rstrip() for line in lines)
