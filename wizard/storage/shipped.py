"""Where the files that come with the wizard lie."""

from pathlib import Path
from typing import Literal

import wizard
from wizard.storage.errors import StoreError


def shipped_folder(kind: Literal["presets", "themes"]) -> Path:
    """The folder of the presets or themes that come with the wizard.

    A wheel holds it inside the package; in a checkout, and so in an editable install, it lies beside it.

    Raises:
        StoreError: It is in neither place: the installation is damaged.
    """
    package = Path(wizard.__file__).parent
    for folder in (package / kind, package.parent / kind):
        if folder.is_dir():
            return folder
    raise StoreError("shipped-missing", kind=kind, path=package)
