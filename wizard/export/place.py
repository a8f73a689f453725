"""Where the scripts of an export send the request, unless a variable says otherwise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where an exported script sends the request.

    Attributes:
        endpoint: The address of the service, or ``""`` for the public one of the region.
        region: The region, or ``""`` where a variable has to name it.
    """

    endpoint: str = ""
    region: str = ""
