"""Pydantic models of the request and of the files that bcw reads and writes."""
