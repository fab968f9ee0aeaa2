"""Checking: fields, relations, rules and the package itself; findings are values."""

from pressmark.check.catalogue import RULES
from pressmark.check.descriptors import is_ours
from pressmark.check.fields import field_findings
from pressmark.check.integrity import integrity
from pressmark.check.judging import judged_unit
from pressmark.check.judging import schema as hits_schema
from pressmark.check.opening import counts, opened_package, package_findings
from pressmark.check.own import Own
from pressmark.check.package import verify
from pressmark.check.profile import profile_findings
from pressmark.check.referee import referee
from pressmark.check.relations import relation_findings, text_findings
from pressmark.check.rules import Asking, apply_rules
from pressmark.check.selection import Scope, Selection, article_of, levels
from pressmark.check.settled import answers_schema, finding_rows, one_by_one

__all__ = [
    "RULES",
    "Asking",
    "Own",
    "Scope",
    "Selection",
    "answers_schema",
    "apply_rules",
    "article_of",
    "counts",
    "field_findings",
    "finding_rows",
    "hits_schema",
    "integrity",
    "is_ours",
    "judged_unit",
    "levels",
    "one_by_one",
    "opened_package",
    "package_findings",
    "profile_findings",
    "referee",
    "relation_findings",
    "text_findings",
    "verify",
]
