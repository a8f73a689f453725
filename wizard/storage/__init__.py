"""Files of the user: presets, drafts, the journal, settings, targets. Each module is imported for itself."""

__all__ = [
    "accounts",
    "drafts",
    "errors",
    "files",
    "journal",
    "locations",
    "presets",
    "recent",
    "settings",
    "shipped",
    "targets",
]
