"""Ways to leave a question other than by answering it: raised by whoever asks, caught by the walk."""

from wizard.document.tree import Path


class Move(Exception):
    """The person goes somewhere else."""


class Back(Move):
    """To the question before."""


class ToStep(Move):
    """To a step.

    Attributes:
        step: Its id.
        submits: Whether the request is to be submitted there.
    """

    def __init__(self, step: str, *, submits: bool = False) -> None:
        super().__init__(step)
        self.step = step
        self.submits = submits


class ToField(Move):
    """To the question about a path."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class Leave(Move):
    """Out of the wizard.

    Attributes:
        keep: Whether the draft is kept.
    """

    def __init__(self, *, keep: bool) -> None:
        super().__init__(keep)
        self.keep = keep
