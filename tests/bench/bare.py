"""The Textual app that the screens are compared with: one input."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class BareApp(App[None]):
    """One input."""

    def compose(self) -> ComposeResult:
        """Yield the input."""
        yield Input(placeholder="type here")


if __name__ == "__main__":
    BareApp().run()
