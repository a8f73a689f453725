"""The user's files: presets, drafts, the submission journal, settings, profiles and cached lists."""
