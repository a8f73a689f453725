"""Measures the performance budget: ``python -m tests.bench``.

Each figure of ``bcw`` is measured in turn with what it is compared with, so both see the same load: a bare
Textual app for the screens; ``bcs`` and ``check-jsonschema`` for the commands. Tests never measure time.
"""
