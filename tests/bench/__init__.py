"""How fast the wizard is, as ratios in one run: ``python -m tests.bench``.

Each measurement of the wizard alternates with the same measurement of something to compare it with, on the
same machine in the same minute: a bare Textual application with one input for what happens on the screen,
``python -c pass`` for the verbs. No part of this is a test; no test measures time.
"""
