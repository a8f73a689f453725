"""The user's settings."""

from pydantic import AliasChoices, Field

from wizard.models.stored import StoredModel


class Settings(StoredModel):
    """What the user has set. Every setting has a default.

    Attributes:
        language: The language, ``en`` or ``zh_CN``; by default that of the environment.
        ignore: Rules whose warnings and notes are not shown. Version 0.1.0 wrote ``silenced``.
        keymap: Keys of the user's own: the id of a binding and the keys for it, separated by commas.
        last_profile: Name of the profile that was used last. Version 0.1.0 wrote ``last_target``.
    """

    theme: str = "dark"
    language: str | None = None
    ignore: list[str] = Field(default=[], validation_alias=AliasChoices("ignore", "silenced"))
    keymap: dict[str, str] = {}
    last_profile: str | None = Field(
        default=None, validation_alias=AliasChoices("last_profile", "last_target")
    )
