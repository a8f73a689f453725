"""The request for other tools."""

from wizard.export.formats import FORMATS, Export, Format, UnknownFormat, export
from wizard.export.place import Place

__all__ = ["FORMATS", "Export", "Format", "Place", "UnknownFormat", "export"]
