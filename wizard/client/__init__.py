"""BatchCompute over HTTP: targets and credentials, signature, client, errors, exactly-once submission.

Nothing is imported here. `signature`, `errors`, `endpoints`, `targets` and `tokens` need the standard library
only; `client` brings in requests, and `submission` tenacity besides. Import the module that is meant.
"""

__all__ = ["client", "endpoints", "errors", "signature", "submission", "targets", "tokens"]
