"""What exports say to people, by id; in braces the values that the one who says it fills in."""

TEXTS: dict[str, str] = {
    "note.region": " (default: {region})",
    "note.region.none": " (needed)",
    "note.endpoint": " (default: {endpoint})",
    "note.endpoint.none": " (default: the public one of the region)",
    "note.secret": "{name:<30} a secret of the request, at {path} (needed)",
    # python
    "sdk.lost": "Of this request it would drop: {paths}.",
    # bcs
    "bcs.head": "Creates a cluster of Alibaba Cloud BatchCompute with the official bcs (batchcompute-cli).",
    "bcs.login": "The key and the region are those of `bcs login`.",
    "bcs.exit": "Read what it prints: its exit code is 0 even where the service refuses.",
    "bcs.exact": "bcs cc can say all of this request.",
    "bcs.lossy": "The options of bcs cc cannot say all of this request. They would change:",
    "bcs.unable": "The options of bcs cc cannot say this request: {reason}.",
    "bcs.file": "As a file it goes through whole.",
    "bcs.file.lossy": "Therefore it goes as a file (bcs cc -f), which changes only:",
    "bcs.closest": "The closest command with options would be:",
    "bcs.added": "What bcs adds by itself:",
    "bcs.removed": "{path} is left out ({value})",
    "bcs.added.value": "{path} is {value}",
    "bcs.changed": "{path} becomes {after} (is {before})",
    "bcs.group": "the group {name} is called group",
    "bcs.secret": "bcs takes no secret as an option",
    "bcs.object": "it is no object",
    "bcs.groups": "bcs knows one group only, and there are {count}",
    "bcs.name": "a name that begins with a hyphen is taken for an option",
    "bcs.name.none": "it has no name",
    "bcs.refused": "it would stop at {option} {value}",
    "bcs.type": "{path} is of a type that the SDK refuses",
}


def text(name: str, /, **values: object) -> str:
    """A sentence with its values filled in."""
    return TEXTS[name].format_map(values)
