"""The account's own lists, kept from an earlier run."""

from typing import Any

from wizard.models.stored import Format, StoredModel


class CachedLists(StoredModel):
    """The content of a cache file."""

    format: Format
    of: list[str]
    """Endpoint, region and AccessKey ID that the lists belong to."""

    lists: dict[str, Any]
