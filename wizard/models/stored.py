"""Base of the models of the user's files, and the messages for content that does not fit them."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from wizard.i18n import N_, _

FORMAT = 1
"""The number of the format of all files that this version reads and writes."""

Path = tuple[str | int, ...]


class InvalidContentError(ValueError):
    """The content of a file does not fit its model.

    Attributes:
        problems: The path and the message of each problem; the message of the exception is that of the first.
    """

    def __init__(self, problems: list[tuple[Path, str]]) -> None:
        super().__init__(problems[0][1])
        self.problems = problems


class StoredModel(BaseModel):
    """Base of the models of files: strict; an unknown key is an error that names the closest known one.

    Validators are built when they are first used: no command needs all of them.
    """

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True
    )

    @classmethod
    def parse(cls, content: Any) -> Self:
        """Return the model of parsed JSON or TOML.

        Raises:
            InvalidContentError: The content does not fit.
        """
        try:
            return cls.model_validate(content)
        except ValidationError as error:
            raise InvalidContentError([*_describe(error, cls)]) from None


def _check_format(number: int) -> int:
    if number != FORMAT:
        message = _("{number} is not supported. This version reads format {known}. Update bcw.")
        raise ValueError(message.format(number=number, known=FORMAT))
    return number


Format = Annotated[int, AfterValidator(_check_format)]
"""The number of a file's format."""


_OBJECT_TYPES = ("dict_type", "model_type", "model_attributes_type")
_MESSAGES = {
    "missing": N_('"{field}" is missing. Add it.'),
    "string_type": N_('"{field}" must be text.'),
    "string_too_short": N_('"{field}" is empty.'),
    "string_pattern_mismatch": N_('"{field}" is empty.'),
    "list_type": N_('"{field}" must be a list.'),
    **dict.fromkeys(_OBJECT_TYPES, N_('"{field}" must be an object.')),
    "bool_type": N_('"{field}" must be true or false.'),
    "int_type": N_('"{field}" must be an integer.'),
    "float_type": N_('"{field}" must be a number.'),
    "literal_error": N_('"{field}" must be one of: {values}.'),
}
"""The messages about pydantic's error types."""


def _describe(error: ValidationError, model: type[BaseModel]) -> Iterator[tuple[Path, str]]:
    errors = error.errors(include_url=False, include_input=False)
    # An unknown format explains unknown keys, and a misspelt key a missing one, so they come first.
    errors.sort(key=lambda each: (each["loc"][-1:] != ("format",), each["type"] != "extra_forbidden"))
    for each in errors:
        path, kind, context = each["loc"], each["type"], each.get("ctx", {})
        field, close = ".".join(map(str, path)), ""
        if kind == "extra_forbidden":
            close = "".join(get_close_matches(str(path[-1]), _list_keys(model), n=1))
            message = _('"{field}" is not a known key. Remove it.')
            if close:
                message = _('"{field}" is not a known key. Did you mean "{close}"?')
        elif kind == "value_error":  # raised by a validator of this package
            message = '"{field}": {reason}' if field else "{reason}"
        elif kind in _OBJECT_TYPES and not field:
            message = _("The content must be an object.")
        else:
            message = _(_MESSAGES[kind]) if kind in _MESSAGES else _('"{field}" is not valid: {reason}')
        reason = str(context.get("error") or each["msg"])
        values = str(context.get("expected", "")).replace(" or ", ", ")
        yield path, message.format(field=field, values=values, reason=reason, close=close)


def _list_keys(model: type[BaseModel]) -> list[str]:
    schema = model.model_json_schema()
    return [key for each in (schema, *schema.get("$defs", {}).values()) for key in each.get("properties", {})]
