"""Exports the request for other tools."""

from wizard.export.formats import FORMATS, Export, Format, export
from wizard.export.scripts import Place

__all__ = ["FORMATS", "Export", "Format", "Place", "export"]
