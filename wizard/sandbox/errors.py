"""Why a sandbox cannot be started."""

from wizard.errors import BcwError


class SandboxError(BcwError):
    """A sandbox cannot be started."""


class CannotListen(SandboxError):
    """The port cannot be used."""


class PortTaken(CannotListen):
    """Another program listens on the port."""


class BadDataFile(SandboxError):
    """The file cannot be opened or is not the sandbox's; it was not changed."""


class BadSetting(SandboxError, ValueError):
    """The value of a quota or of the speed is invalid."""
