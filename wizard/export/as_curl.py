"""The request as a bash script that signs and sends it with curl and openssl."""

from shlex import quote
from typing import Any

from wizard.export import notes
from wizard.export.body import pieces, variables
from wizard.export.place import Place
from wizard.export.shell import assembled
from wizard.export.templates import rendered


def as_curl(tree: Any, place: Place) -> bytes:
    """A bash script; secrets and the key that signs come from variables, when it runs."""
    return rendered(
        "curl.sh",
        body=assembled(pieces(tree)),
        secrets="".join(f" {name}" for name in variables(tree)),
        json_string=rendered("json_string.sh").decode() if variables(tree) else "",
        secret_notes=notes.of_secrets(tree, "#   "),
        region=quote(place.region) if place.region else "",
        endpoint=quote(place.endpoint) if place.endpoint else "",
        **notes.of_place(place),
    )
