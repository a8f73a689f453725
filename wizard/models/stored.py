"""Base of the models of the user's files, and the messages for content that does not fit them."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from wizard.i18n import _

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
    """Base of the models of files: strict; an unknown key is an error that names the closest known one."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)

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


def _describe(error: ValidationError, model: type[BaseModel]) -> Iterator[tuple[Path, str]]:
    errors = error.errors(include_url=False, include_input=False)
    # A misspelt key explains a missing one, so it comes first.
    for each in sorted(errors, key=lambda each: each["type"] != "extra_forbidden"):
        path, context = each["loc"], each.get("ctx", {})
        field = ".".join(map(str, path))
        match each["type"]:
            case "extra_forbidden":
                close = get_close_matches(str(path[-1]), _list_keys(model), n=1)
                message = _('"{field}" is not a known key. Remove it.')
                if close:
                    message = _('"{field}" is not a known key. Did you mean "{close}"?')
                yield path, message.format(field=field, close="".join(close))
                continue
            case "value_error":  # of a validator of ours
                message = '"{field}": {reason}' if field else "{reason}"
            case "missing":
                message = _('"{field}" is missing. Add it.')
            case "string_type":
                message = _('"{field}" must be text.')
            case "string_too_short" | "string_pattern_mismatch":
                message = _('"{field}" is empty.')
            case "list_type":
                message = _('"{field}" must be a list.')
            case "dict_type" | "model_type" | "model_attributes_type":
                message = _('"{field}" must be an object.') if field else _("The content must be an object.")
            case "bool_type":
                message = _('"{field}" must be true or false.')
            case "int_type":
                message = _('"{field}" must be an integer.')
            case "float_type":
                message = _('"{field}" must be a number.')
            case "literal_error":
                message = _('"{field}" must be one of: {values}.')
            case _:
                message = _('"{field}" is not valid: {reason}')
        reason = str(context.get("error") or each["msg"])
        values = str(context.get("expected", "")).replace(" or ", ", ")
        yield path, message.format(field=field, values=values, reason=reason)


def _list_keys(model: type[BaseModel]) -> list[str]:
    schema = model.model_json_schema()
    return [key for each in (schema, *schema.get("$defs", {}).values()) for key in each.get("properties", {})]
