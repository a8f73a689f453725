"""The rules: what the service will refuse, and what it will take but nobody wants."""

from wizard.rules.check import Report, check, check_text
from wizard.rules.checker import Checker
from wizard.rules.context import Context
from wizard.rules.finding import Finding, Fix, Severity

__all__ = ["Checker", "Context", "Finding", "Fix", "Report", "Severity", "check", "check_text"]
