"""What the sandbox says to the person who starts it: templates by id, with named values."""

TEXTS = {
    "port.taken": (
        "Port {port} is taken by another program. Choose another, or port 0, which takes any that is free."
    ),
    "port.range": "{port} is no port. A port is a number from 0 to 65535; 0 takes any that is free.",
    "port.refused": "Port {port} cannot be used: {reason}. Ports from 1024 on usually can.",
    "file.folder": "The folder of the sandbox's file {file} cannot be made: {reason}.",
    "file.open": "The sandbox's file {file} cannot be opened: {reason}.",
    "file.foreign": (
        "{file} is no file of the sandbox, and was left as it is. Name another file, or move this one away."
    ),
    "file.newer": (
        "{file} was made by a newer version of this program (format {found}; this one knows {known}). Update "
        "the program, or name another file."
    ),
    "file.corrupt": (
        "The sandbox's file {file} is corrupt ({reason}). Move it away, with the files beside it that end in "
        "-wal and -shm; the sandbox then starts with an empty one. Nothing real is lost: its clusters exist "
        "in this file only."
    ),
    "descriptors": (
        "No connection can be accepted ({reason}): new requests wait until others have ended. "
        "Raise the limit of open files (ulimit -n), or send fewer requests at once."
    ),
    "request.corrupt": "Request {request} failed. {reason}",
    "request.file": (
        "Request {request} failed: the sandbox's file cannot be used ({reason}). Nothing was changed; make "
        "room or mend the rights, and the same request will do."
    ),
    "quota.name": "{name} is no quota. There are {names}.",
    "quota.value": "{value} is no value of {name}, which is a whole number from 0 on.",
    "quota.form": "{text} sets no quota. It is done like this: MaxClusterCount=3.",
    "speed": (
        "{speed} is no speed. It is a number from {slowest} on; 10 lets everything happen ten times as fast, "
        "inf at once."
    ),
}


def text(sentence: str, /, **values: object) -> str:
    """The sentence of an id with its values filled in."""
    return TEXTS[sentence].format(**values)
