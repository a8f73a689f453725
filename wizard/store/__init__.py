"""Files of the user: presets, drafts, the journal, settings. Each module is imported for itself."""

__all__ = ["drafts", "errors", "files", "journal", "locations", "presets", "settings", "shipped"]
