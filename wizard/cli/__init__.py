"""The command line: parses, dispatches, prints; hands presets, drafts, settings and service to the wizard.

`main` picks the verb and imports nothing else; each verb is a module with `parser()` and `run(arguments)`.
"""

__all__ = ["main"]
