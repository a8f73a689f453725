"""Why a sandbox cannot be started."""

from wizard.sandbox.texts import text

__all__ = ["BadDataFile", "BadSetting", "CannotListen", "PortTaken", "SandboxError"]


class SandboxError(Exception):
    """A sandbox cannot be started; the text says why and what to do."""

    def __init__(self, sentence: str, /, **values: object) -> None:
        super().__init__(text(sentence, **values))


class CannotListen(SandboxError):
    """The port cannot be used."""


class PortTaken(CannotListen):
    """Another program listens on the port."""


class BadDataFile(SandboxError):
    """The file cannot be opened, or is none of the sandbox's; it was left as it is."""


class BadSetting(SandboxError, ValueError):
    """A quota or the speed has no sense."""
