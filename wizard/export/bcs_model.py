"""What `bcs cc` makes of its options: the request that it would send, so that it can be compared.

Source: batchcompute-cli 1.7.7, action/cluster_create.py, util/util.py and externals/command.py.
"""

from collections.abc import Callable, Sequence
from typing import Any

EVENTS = ("OnClusterDeleted", "OnInstanceCreated", "OnInstanceActive")
SCHEDULE_TYPES = ("LowLatency", "Poll", "Push")
FLAGS = ("--lock", "--no_cache_support", "--nas_meta_cache")

Options = dict[str, str]


class Stops(Exception):
    """`bcs` stops at an option.

    Attributes:
        option: The option.
        value: What it was given.
    """

    def __init__(self, option: str, value: str) -> None:
        super().__init__(option, value)
        self.option, self.value = option, value


def described(name: str, arguments: Sequence[str]) -> dict[str, Any]:
    """The description that `bcs cc NAME ARGUMENTS…` makes, before the SDK has its say.

    Raises:
        Stops: It would stop at an option.
    """
    options = _options(arguments)
    kind, image = options.get("--type", ""), options.get("--image", "")
    _require(image.startswith(("m-", "img-")), "--image", image)
    _require(kind != "", "--type", kind)  # else it looks for a default of the person's own
    group: dict[str, Any] = {
        "InstanceType": kind,
        "DesiredVMCount": _whole(options.get("--nodes", "1")),
        "ResourceType": options.get("--resource_type", "OnDemand"),
    }
    if "--spot_price_limit" in options:
        group |= _spot(options["--spot_price_limit"], group["ResourceType"])
    mounts: dict[str, Any] = {"NAS": {}, "Entries": []}
    configs: dict[str, Any] = {"Mounts": mounts, "Disks": {}}
    made: dict[str, Any] = {
        "Name": name,
        "ImageId": image,
        "InstanceType": kind,
        "Description": options.get("--description", ""),
        "Groups": {"group": group},
        "Configs": configs,
    }
    if "--schedule_type" in options:
        _require(options["--schedule_type"] in SCHEDULE_TYPES, "--schedule_type", options["--schedule_type"])
        made["ScheduleType"] = options["--schedule_type"]
    for option, key in (("--user_data", "UserData"), ("--env", "EnvVars")):
        if pairs := _pairs(options.get(option, "")):
            made[key] = pairs
    if "--disk" in options:
        configs["Disks"] = _disks(options["--disk"])
    _fill_mounts(mounts, options)
    made["Notification"] = {"Topic": _topic(options)}
    if block := options.get("--vpc_cidr_block", ""):
        configs["Networks"] = {"VPC": {"CidrBlock": block}}
        if "--vpc_id" in options:
            configs["Networks"]["VPC"]["VpcId"] = options["--vpc_id"]
    elif "--vpc_id" in options:
        raise Stops("--vpc_id", options["--vpc_id"])
    return made


def _require(holds: bool, option: str, value: str) -> None:
    if not holds:
        raise Stops(option, value)


def _options(arguments: Sequence[str]) -> Options:
    """Options by name; one that takes a value takes whatever stands behind it, but not nothing;
    and no argument of a program holds a NUL."""
    found: Options = {}
    waiting = [*arguments]
    while waiting:
        option = waiting.pop(0)
        value = "true" if option in FLAGS else waiting.pop(0) if waiting else ""
        _require(value != "" and "\0" not in value, option, value)
        found[option] = value
    return found


def _whole(value: str) -> int:
    """A number of machines or bytes: what is none, or negative, silently becomes 0."""
    try:
        return max(int(value), 0)
    except ValueError:
        return 0


def _spot(value: str, resource_type: str) -> dict[str, Any]:
    _require(resource_type == "Spot", "--spot_price_limit", value)
    limit = float(value)
    if limit > 0:
        return {"SpotPriceLimit": limit, "SpotStrategy": "SpotWithPriceLimit"}
    return {"SpotStrategy": "SpotAsPriceGo"}


def _pairs(text: str) -> dict[str, str]:
    """`k:v,k2:v2`: no comma can be in a value, no colon in a key, no blank at an end of either."""
    parts = [item.partition(":") for item in text.split(",") if item.strip()]
    return {key.strip(): value.strip() for key, _, value in parts}


def _disks(text: str) -> dict[str, Any]:
    """`system:TYPE:SIZE,data:TYPE:SIZE:MOUNTPOINT`."""
    found: dict[str, Any] = {}
    for item in map(str.strip, text.split(",")):
        match item.split(":"):
            case ["system", kind, size] if _is_number(size):
                found["SystemDisk"] = {"Type": _disk_type(kind), "Size": int(size)}
            case ["data", kind, size, place] if _is_number(size):
                found["DataDisk"] = {
                    "Type": _disk_type(kind),
                    "Size": int(size),
                    "MountPoint": place.strip(),
                }
            case _:
                raise Stops("--disk", text)
    return found


def _disk_type(text: str) -> str:
    return "" if text.strip() == "default" else text.strip()


def _is_number(text: str) -> bool:
    try:
        int(text)
    except ValueError:
        return False
    return True


def _fill_mounts(mounts: dict[str, Any], options: Options) -> None:
    mounts["Entries"] = _entries(options["--mount"]) if "--mount" in options else []
    for option, key in (("--nas_access_group", "AccessGroup"), ("--nas_file_system", "FileSystem")):
        if option in options:
            mounts["NAS"][key] = options[option].split(",")
    mounts["Locale"] = options.get("--locale", "GBK")
    numbers: tuple[tuple[str, str, Callable[[str], Any]], ...] = (
        ("--lock", "Lock", bool),
        ("--no_cache_support", "CacheSupport", lambda _: False),
        ("--cache_block_size", "CacheBlockSize", _whole),
        ("--cache_total_size", "CacheTotalSize", _whole),
        ("--nas_meta_cache", "NasMetaCache", bool),
    )
    for option, key, meant in numbers:
        if option in options and (option in FLAGS or meant(options[option])):
            mounts[key] = meant(options[option])
    # --refresh_time_out goes out under a misspelt key, which the SDK then drops.


def _entries(text: str) -> list[dict[str, Any]]:
    """`SOURCE:::DESTINATION:::true`, with commas between; a single letter is a drive."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for item in map(str.strip, text.split(",")):
        parts = item.split(":::")
        _require(len(parts) >= 2, "--mount", text)
        source, place = parts[:2]
        writable = parts[2] == "true" if len(parts) == 3 else source.endswith("/")
        if len(place) == 1 and place.isalpha():
            place += ":"
        # Whatever is neither on OSS nor on a NAS is dropped without a word.
        if source.startswith(("oss://", "nas://")):
            found[source, place] = {"Destination": place, "Source": source, "WriteSupport": writable}
    return [*found.values()]


def _topic(options: Options) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "--notification_endpoint" in options:
        found["Endpoint"] = options["--notification_endpoint"]
    if "--notification_topic" in options:
        found["Name"] = options["--notification_topic"]
    if "--notification_events" in options:
        events = options["--notification_events"].split(",")
        _require(set(events) <= set(EVENTS), "--notification_events", options["--notification_events"])
        found["Events"] = events
    return found
