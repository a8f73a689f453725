"""The rules, judged by tables that were written from the specification."""
