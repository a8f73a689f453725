"""The sentences of the warnings and notes, as data: for each rule what is the matter, and why it matters.

Both are filled in with the values that the rule hands over (:meth:`str.format`).
"""

TEXTS: dict[str, tuple[str, str]] = {
    # the whole request
    "unknown-key": (
        "“{key}” is no attribute of CreateCluster.",
        "The service takes it and ignores it, as far as is known. {meant}",
    ),
    "read-only-key": (
        "“{key}” is what an answer says, not a request: {title}.",
        "The service sets it itself. It comes from an answer that was opened; take it out.",
    ),
    "placeholder-left": (
        "{value} is a placeholder that has not been filled in.",
        "The service takes it as it stands, and the cluster is not what you mean.",
    ),
    "body-large": (
        "The request has {size} bytes, even without indentation.",
        "A header of the service knows no body over 262144 bytes; it may refuse this one.",
    ),
    "duplicate-key": (
        "“{key}” occurs {count} times.",
        "The last one, in line {line}, counts; the others are ignored.",
    ),
}
