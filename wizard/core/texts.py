"""What the steps say to people, most of it about the parameters of presets, by id; in braces the values.

Needs nothing, so that whoever prints can take what it says from here, too.
"""

TEXTS: dict[str, str] = {
    "answer.request": "Request id: {id}",
    "parameter.missing": "The parameter {name} has no value, and no default.",
    "parameter.missing.submit": "Its value is asked for when the preset is submitted.",
    "parameter.secret": "The default of the parameter {name} is a secret.",
    "parameter.secret.why": (
        "Presets hold no secrets. Remove the default, and use ${{env:NAME}} in the secret field instead."
    ),
    "parameter.source": "the preset itself",
    "parameter.needed": "A value is needed: {wanted}.",
    "parameter.value": "The value has to be {wanted}.",
    "parameter.announced": "${{…}} stands for values that the preset asks for when it is used or submitted: "
    "{names}.",
    "declare.name": "Letters, digits, _ and -, beginning with a letter or _.",
    "declare.taken": "There is one of this name already.",
    "declare.default": "The default has to be {wanted}.",
    "parameter.left": "These have no value yet: {names}. Fill them in where ${{…}} stands.",
}
"""The sentences."""

WANTED: dict[str, str] = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}
"""What a value of a type is, in words."""


def text(name: str, /, **values: object) -> str:
    """A sentence with its values filled in."""
    return TEXTS[name].format_map(values)
