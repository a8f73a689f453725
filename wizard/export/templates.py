"""The scripts of the exports, as files with `@@NAME@@` where the request comes in."""

import re
from pathlib import Path

_NAME = re.compile(r"@@([A-Z_]+)@@")


def rendered(name: str, **values: str) -> bytes:
    """A script with its values filled in, in one go: what a value holds is never taken for a name.

    Args:
        name: The file in the folder of scripts.
        values: What stands for each name, by the name in lower case.
    """
    text = (Path(__file__).parent / "scripts" / name).read_text(encoding="utf-8")
    return _NAME.sub(lambda match: values[match[1].lower()], text).encode()
