"""The rules, against tables written from the specification."""
