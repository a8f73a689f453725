"""What the store says to people, by id; in braces the values that the one who raises fills in."""

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        # Reading
        "read-missing": "{path} does not exist. Check the name and the folder.",
        "read-denied": "{path} cannot be read: you have no permission to. Check its permissions with ls -l.",
        "read-folder": "{path} is a folder, not a file. Name a file in it.",
        "read-special": "{path} is not a regular file, and was not read. Name a file.",
        "read-large": "{path} was not read: it is larger than {limit} MiB. Check the file.",
        "read-failed": "{path} cannot be read: {reason}.",
        # Writing
        "locked": (
            "Nothing was changed: another process holds the lock {path}. Try again; if that does not help, "
            "end the process that holds it."
        ),
        "no-home": (
            "Nothing can be stored: you have no home folder. Set HOME, or XDG_CONFIG_HOME, XDG_DATA_HOME, "
            "XDG_STATE_HOME and XDG_CACHE_HOME, to folders that you can write to."
        ),
        "write-denied": (
            "{path} was not written: you have no permission to write there. "
            "Check the permissions of {folder}, or save under another name."
        ),
        "write-protected": (
            "{path} was not written: the file is write-protected. "
            "Make it writable, or save under another name."
        ),
        "write-read-only": "{path} was not written: its disk is read-only. Save in another folder.",
        "write-full": (
            "{path} was not written: the disk is full, or your quota is used up. "
            "Make room, then save again; what was there before is unchanged."
        ),
        "write-no-folder": (
            "{path} was not written: the folder {folder} does not exist. Make it, or save in another one."
        ),
        "write-folder": "{path} is a folder, not a file. Choose another name.",
        "write-special": "{path} is no ordinary file, and was not written. Choose another name.",
        "write-long": "{path} was not written: its name is too long. Choose a shorter one.",
        "write-exists": (
            "{path} exists already, and was not overwritten. Choose another name, or overwrite it."
        ),
        "write-surrogate": (
            "{path} was not written: a text in it holds half a character (an unpaired surrogate), "
            "which no file can. Take it out, then save again."
        ),
        "write-failed": "{path} was not written: {reason}. What was there before is unchanged.",
        # Deleting
        "delete-missing": "{path} does not exist, so there is nothing to delete.",
        "delete-denied": (
            "{path} was not deleted: you have no permission to. Check the permissions of {folder}."
        ),
        "delete-failed": "{path} was not deleted: {reason}.",
        # What comes with the wizard
        "shipped-missing": (
            "The {kind} that come with the wizard were not found beside {path}. Install it again: "
            "pip install --force-reinstall batchcompute-wizard"
        ),
        # Presets
        "preset-name": (
            "{name!r} cannot be the name of a preset. Use at most {longest} of a-z, 0-9, dot, underscore and "
            "hyphen, begin with a letter or a digit, and do not end in .json."
        ),
        "preset-unnamed": (
            "Give the preset a name: at most {longest} of a-z, 0-9, dot, underscore and hyphen, "
            "beginning with a letter or a digit."
        ),
        "preset-missing": "There is no preset named {name}. bcw presets list shows those there are.",
        "preset-not-deleted": "No preset named {name} was deleted, so there is none to bring back.",
        "preset-exists": (
            "A preset named {name} exists already, and was not overwritten. "
            "Choose another name, or overwrite it."
        ),
        "preset-shipped": (
            "The preset {name} comes with the wizard and stays as it is. "
            "Save a copy under a name of your own."
        ),
        "preset-broken": "The preset {name} cannot be used: {path}: {reason} The file was left alone.",
        "preset-not-json": "It is no JSON: line {line}, column {column}.",
        "preset-not-object": "It must be a JSON object with the keys preset and request.",
        "preset-bare": (
            "It is a bare request. Import it (bcw presets import), or open it as a file (bcw open FILE)."
        ),
        "preset-member": "Its {member} must be {wanted}.",
        "preset-format": (
            "It is of format {format}, and this version knows format {known} alone. "
            "A newer version of the wizard may have made it."
        ),
        "preset-file-name": "Its file name makes no name of a preset: {problem}",
        # Drafts and journal
        "draft-broken": "{path} is no draft that can be read, and was left alone: {reason}",
        "record-not-json": "it is no JSON.",
        "record-shape": "it lacks {member}, or has something else there.",
        "journal-unknown": "The journal has no submission under way with the token {token}.",
        # Targets
        "target-name": (
            "{name!r} cannot be the name of a target. Use at most {longest} letters, digits, dots, "
            "underscores and hyphens, and begin with a letter or a digit; {reserved} mean something else."
        ),
        "target-exists": "A target named {name} exists already. Choose another name, or remove it first.",
        "target-missing": "There is no saved target named {name}. bcw targets list shows those there are.",
        "targets-broken": "{path} is no file of targets: correct it, or move it away and add them again.",
        "targets-format": (
            "{path} is of format {format}, and this version knows format {known} alone. "
            "A newer version of the wizard may have made it."
        ),
        "targets-entry": "the target {name!r}",
        "targets-member": (
            "{path}: {member} lacks something (region, endpoint, access_key_id, keep). Correct it, or take "
            "it out and add it again."
        ),
        # Settings
        "settings-broken": (
            "{path} is no JSON object, so the settings in it are passed over. "
            "It is left alone; changing a setting keeps it beside the new file, as {kept}."
        ),
        "settings-member": "{path}: {member} must be {wanted}; it is passed over.",
    }
)

# What a member of a file must be, where it is something else.
WANTED: Mapping[str, str] = MappingProxyType(
    {
        "text": "a text",
        "texts": "a list of texts",
        "object": "an object",
        "texts-by-name": "an object of texts",
    }
)
