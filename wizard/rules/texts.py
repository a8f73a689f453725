"""Every sentence of the rules about what the service refuses, as data: an id and named values.

The sentences about warnings and notes stand in :mod:`wizard.rules.warnings.texts`.
"""

from collections.abc import Mapping
from typing import Any

from wizard.document.reading import Problem

KINDS: dict[type, str] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number with decimals",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
"""What a JSON value is called."""

TEXTS: dict[str, str] = {
    # reading
    "json.bytes": "Byte {byte} is no UTF-8. Save the file as UTF-8 without a byte order mark.",
    "json.mark": "It begins with a byte order mark. Save the file as UTF-8 without one.",
    "json.empty": "There is nothing here. A request is a JSON object: {{ … }}",
    "json.syntax": "This is not JSON: {expected}",
    "json.trailing": "The JSON ends before this; what follows does not belong to it.",
    "json.constant": "{found} is not a number that JSON has.",
    "json.overflow": "{found} is too large a number.",
    "json.surrogate": "A text holds half of a surrogate pair (\\ud800 to \\udfff), which is no character.",
    "json.depth": "Objects and lists stand more than {deepest} deep in one another.",
    "json.surrogate-value": "It holds half of a surrogate pair, which is no character. Type it again.",
    "body.size": "The service answers 413 to more than 4 MiB (4194304 bytes); this has {size}.",
    "body.too-large": "The request is too large for the service.",
    "root.type": "A request is a JSON object, {{ … }}; this is {found}.",
    # shape
    "missing": "Missing: the service refuses a request without it.",
    "missing.Name": "Give the cluster a name: 1 to 64 of A-Z, a-z, 0-9, _ and -, no digit first.",
    "missing.ImageId": "Say what the machines start from: an official image or one of your own.",
    "missing.DesiredVMCount": "Say how many machines the group is to have, 1 to 65536.",
    "missing.ResourceType": "Say how the machines are bought: OnDemand or Spot.",
    "missing.Groups": "A cluster needs at least one group of machines.",
    "empty.Groups": "A cluster needs at least one group of machines; there is none.",
    "type.string": "The service takes text here; this is {found}.",
    "type.integer": "The service takes a whole number here; this is {found}.",
    "type.number": "The service takes a number here; this is {found}.",
    "type.boolean": "The service takes true or false here; this is {found}.",
    "type.list": "The service takes a list here; this is {found}.",
    "type.object": "The service takes an object here; this is {found}.",
    "type.map": "The service takes an object of names and texts here; this is {found}.",
    "type.Groups": "The service takes an object here, a name and an object for each group; this is {found}.",
    "length.long": "At most {maximum} characters; this has {length}.",
    "length.short": "At least {minimum} character; this is empty.",
    "key.long": "The name of an entry has at most {maximum} characters; this has {length}.",
    "key.short": "An entry needs a name; this one's is empty.",
    "size.large": "At most {maximum} entries; there are {length}.",
    "range": "{minimum} to {maximum}; this is {value}.",
    "range.low": "At least {minimum}; this is {value}.",
    "values": "One of {values}; this is {value}.",
    "values.empty": "One of {values}; this is empty.",
    "name.characters": "Only A-Z, a-z, 0-9, _ and -, and no digit first. Here: {culprits}.",
    # rules that look at several fields
    "instance-type.missing": "Neither the group nor the cluster names an instance type. Fill in one of them.",
    "instance-type.form": "“{value}” is no instance type; they look like ecs.sn1ne.large.",
    "instance-type.account": "The account has no instance type “{value}” in {region}. Take one that it has.",
    "cidr.form": "“{value}” is no CIDR block; they look like 192.168.0.0/16.",
    "cidr.private": "{value} is no private range; take one inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16.",
    "cidr.mask": "The mask /{mask} is out of range: /{low} to /{high} inside {block}.",
    "vpc.cidr": "A VPC needs a CIDR block as well: which of its addresses the machines get.",
    "opposite.missing": "{given} is filled in, so this is needed as well. Fill it in, or empty them all.",
    "opposite.type": "VRouter or VBR; this is “{value}”.",
    # fixes
    "fix.text": "Make it the text {value}",
    "fix.secret": "Make it a text",
    "fix.number": "Make it the number {value}",
    "fix.boolean": "Make it {value}",
    "fix.value": "Make it {value}",
    "fix.list": "Make it a list",
    "fix.remove": "Take it out",
    "fix.name": "Rename it to {value}",
    "fix.reference": "Use the variable {value}",
    "fix.key": "Rename {key} to {value}",
    "fix.machines": "Set it to {value}",
    "fix.group": "Add a group of one machine",
    "fix.group-of": "Add a group of one machine of the type {value}",
    "fix.cidr": "Set the CIDR block to {value}",
}


LONGEST_SHOWN = 120
"""Characters of a value that a sentence repeats; a request may hold thousands of them."""


def text(name: str, /, **values: Any) -> str:
    """A sentence with its values filled in."""
    return filled(TEXTS[name], values)


def filled(sentence: str, values: Mapping[str, Any]) -> str:
    """A sentence with its values filled in, long ones cut; lists of what is known are never cut."""
    return sentence.format(
        **{name: value if name in ("known", "values") else _cut(value) for name, value in values.items()}
    )


def _cut(value: Any) -> Any:
    shown = value if isinstance(value, str) else str(value)
    return value if len(shown) <= LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 1]}…"


_EXPECTED: dict[str, str] = {
    "comma": "there is a comma too many.",
    "zero": "a number has no 0 in front.",
    "comment": "it has no comments; take this one out.",
    "word": "the word here is true, false or null.",
    "quotes": "names and texts stand in straight double quotes.",
    "Expecting value": "a value is expected here.",
    "Expecting property name enclosed in double quotes": "a name in double quotes is expected here.",
    "Expecting ':' delimiter": "a colon is expected here.",
    "Expecting ',' delimiter": "a comma or the closing bracket is expected here.",
    "Unterminated string starting at": "the text that begins here has no closing quote.",
    "Invalid control character at": "a line break or another control character stands in a text; write \\n.",
    "Invalid \\escape": "a backslash in a text is written \\\\.",
    "Invalid \\uXXXX escape": "\\u needs four hexadecimal digits.",
}
"""What habits bring into JSON, and what Python's reader says of it, in words for everybody."""


def problem_in_words(problem: Problem) -> str:
    """Why a text is no document, in a sentence."""
    values = dict(problem.values)
    if problem.kind == "syntax":
        said = str(values["expected"])
        values["expected"] = next(
            (words for start, words in _EXPECTED.items() if said.startswith(start)), f"{said}."
        )
    return text(f"json.{problem.kind}", **values)


def kind(value: Any) -> str:
    """What a JSON value is, in words."""
    return KINDS[type(value)]
