"""What the wizard is compared with: the least that a Textual application with an input can be."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class Bare(App[None]):
    """One input."""

    def compose(self) -> ComposeResult:
        """The input."""
        yield Input(placeholder="type here")


if __name__ == "__main__":
    Bare().run()
