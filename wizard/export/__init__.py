"""Exports the request for other tools."""

from wizard.export.formats import FORMATS, Export, Format, export
from wizard.export.scripts import Destination

__all__ = ["FORMATS", "Destination", "Export", "Format", "export"]
