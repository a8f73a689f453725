"""Measures the performance budget: ``python -m tests.bench``. Tests never measure time."""
