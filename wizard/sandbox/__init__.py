"""The local BatchCompute service: the same API on loopback, its clusters in an SQLite file.

Importing this is light; the web server and the database come in when a sandbox is started.
"""

from wizard.sandbox.errors import BadDataFile, BadSetting, CannotListen, PortTaken, SandboxError
from wizard.sandbox.lifecycle import speed_of
from wizard.sandbox.quotas import Quotas
from wizard.sandbox.running import RunningSandbox, serve, start

__all__ = [
    "BadDataFile",
    "BadSetting",
    "CannotListen",
    "PortTaken",
    "Quotas",
    "RunningSandbox",
    "SandboxError",
    "serve",
    "speed_of",
    "start",
]
