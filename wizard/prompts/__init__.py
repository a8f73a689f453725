"""The wizard as plain questions: for screen readers, terminals that cannot draw, and whoever prefers it."""

__all__: list[str] = []  # `wizard.prompts.app` runs it, `wizard.prompts.preference` says when
