"""Tests of the steps of the wizard."""
