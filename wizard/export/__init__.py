"""The request for other tools."""

from wizard.export.formats import FORMATS, Export, Format, UnknownFormat, export

__all__ = ["FORMATS", "Export", "Format", "UnknownFormat", "export"]
