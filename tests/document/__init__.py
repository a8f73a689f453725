"""Tests of the request being edited."""
