"""A local BatchCompute service: the same API on loopback, with its clusters in an SQLite file.

Importing this package is cheap: the server and the database are imported when a sandbox starts.
"""

from wizard.sandbox.options import Quotas, SandboxError
from wizard.sandbox.running import RunningSandbox, serve, start

__all__ = ["Quotas", "RunningSandbox", "SandboxError", "serve", "start"]
