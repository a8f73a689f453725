"""Validation of a request: errors that the service would answer, warnings and notes."""

from wizard.validation.check import Report, check, check_text
from wizard.validation.context import Context
from wizard.validation.finding import Finding, Fix, Severity

__all__ = ["Context", "Finding", "Fix", "Report", "Severity", "check", "check_text"]
