"""The wizard as plain questions: one question after the other, on any terminal or from a pipe."""
