"""Why a sandbox cannot be started."""


class SandboxError(Exception):
    """A sandbox cannot be started; the message is for the user."""


class CannotListen(SandboxError):
    """The port cannot be used."""


class PortTaken(CannotListen):
    """Another program listens on the port."""


class BadDataFile(SandboxError):
    """The file cannot be opened or is not the sandbox's; it was not changed."""


class BadSetting(SandboxError, ValueError):
    """The value of a quota or of the speed is invalid."""
