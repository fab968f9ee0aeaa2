"""Checking: fields, relations, rules and the package itself; findings are values."""

from pressmark.check.descriptors import is_ours
from pressmark.check.fields import field_findings
from pressmark.check.integrity import integrity
from pressmark.check.opening import counts, opened_package, package_findings
from pressmark.check.package import verify
from pressmark.check.profile import profile_findings
from pressmark.check.referee import referee
from pressmark.check.relations import relation_findings, text_findings
from pressmark.check.rules import apply_rules
from pressmark.check.rules.future import future_findings

__all__ = [
    "apply_rules",
    "counts",
    "field_findings",
    "future_findings",
    "integrity",
    "is_ours",
    "opened_package",
    "package_findings",
    "profile_findings",
    "referee",
    "relation_findings",
    "text_findings",
    "verify",
]
