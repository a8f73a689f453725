"""The export formats by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wizard.document.secrets import find_secrets, insert_references
from wizard.document.serializer import strip_schema, to_text
from wizard.document.tree import Path, to_pointer
from wizard.export.bcs import to_bcs
from wizard.export.scripts import Destination, to_curl, to_requests, to_sdk
from wizard.i18n import N_, _
from wizard.text import escape_text


@dataclass(frozen=True, slots=True)
class Format:
    """An export format."""

    name: str  # as in ``bcw export --as NAME``
    label: str  # the English title; use :attr:`title`
    # returns the file's content for a request without literal secrets, and the place to send it to
    write: Callable[[Any, Destination], str]
    ending: str  # the ending of the file's name
    is_script: bool = True  # whether the file is a program that sends the request

    @property
    def title(self) -> str:
        """The title in the user's language."""
        return _(self.label)


@dataclass(frozen=True, slots=True)
class Export:
    """An exported request."""

    format: Format
    data: bytes  # the content of the file
    # the fields with a literal secret, each with the variable that replaces it in the file
    references: tuple[tuple[Path, str], ...] = ()

    @property
    def text(self) -> str:
        return self.data.decode()

    @property
    def remarks(self) -> list[str]:
        """A sentence for each secret that a reference replaces."""
        text = _("{path}: the output contains {reference} instead of the secret.")
        return [
            text.format(path=escape_text(to_pointer(path)), reference=f"${{env:{variable}}}")
            for path, variable in self.references
        ]


def _to_json(tree: Any, _destination: Destination) -> str:
    return f"{to_text(tree)}\n"


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format(
            "json",
            N_("The request body, for the API and bcs cc NAME -f FILE"),
            _to_json,
            ".json",
            is_script=False,
        ),
        Format("curl", N_("Bash script: signs the request and sends it with curl"), to_curl, ".sh"),
        Format("bcs", N_("Bash script: the command for the official bcs"), to_bcs, ".sh"),
        Format("python", N_("Python script: uses the official SDK"), to_sdk, ".py"),
        Format("requests", N_("Python script: uses requests only, no SDK"), to_requests, ".py"),
    )
}


def export(tree: Any, name: str, destination: Destination | None = None) -> Export:
    """Export a request, valid or not. References replace its literal secrets.

    Raises:
        UnicodeEncodeError: A string contains an unpaired surrogate.
    """
    found = tuple(find_secrets(tree))
    content = FORMATS[name].write(insert_references(strip_schema(tree)), destination or Destination())
    return Export(FORMATS[name], content.encode(), found)
