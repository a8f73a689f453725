"""The request: a model for each part, where every field is declared once."""
