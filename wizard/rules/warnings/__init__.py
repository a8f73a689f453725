"""Warnings and notes: what the service takes, and nobody wants. A module for each part of the request."""

from wizard.rules.warnings import (
    basics,
    destinations,
    disks,
    groups,
    mounts,
    networks,
    notification,
    offers,
    secrets,
    systems,
    whole,
)
from wizard.rules.warnings.registry import RULES

__all__ = [
    "RULES",
    "basics",
    "destinations",
    "disks",
    "groups",
    "mounts",
    "networks",
    "notification",
    "offers",
    "secrets",
    "systems",
    "whole",
]
