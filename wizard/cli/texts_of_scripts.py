"""What the command line says about exports, checks, presets and their parameters, fields and codes."""

SCRIPTS: dict[str, str] = {
    # parameters
    "parameter.needed": "{file} has parameters without a value. Add {options}.",
    # check
    "check.folder.empty": "There is no *.json in the folder {folder}, nor in those inside it.",
    "check.junit.suite": "bcw check",
    "check.junit.fine": "nothing to complain about",
    # presets
    "presets.imported": "Imported as {name}: {path}",
    "presets.renamed": "Renamed to {name}: {path}",
    "presets.changed": "Changed: {path}",
    "presets.trashed": "It is kept in {path}. bcw presets restore {name} brings it back.",
    "presets.restored": "Restored: {path}",
    "presets.name": "Name it with --name: {given} cannot be the name of a preset.",
    "presets.secret": "{path}: the secret was not kept; {reference} stands for it.",
    "presets.replace": "Add --replace to put this one in its place.",
    "presets.deleted.none": "No preset was deleted that could be restored.",
    "presets.deleted.tag": "--tag does not go with --deleted, which lists names alone.",
    "presets.nothing": "Say what to change: --title, --description, --tag or --no-tag.",
    "diff.secrets": "Secrets are not compared: for what is typed in such a field a reference stands here.",
    "diff.same": "They say the same.",
    "diff.added": "+ {path}: {after}",
    "diff.removed": "- {path}: {before}",
    "diff.changed": "~ {path}: {before} -> {after}",
    "diff.moved": "~ {path}: the keys stand in another order",
}
"""Sentences by id; see :mod:`wizard.cli.texts`."""
