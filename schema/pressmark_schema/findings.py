"""Findings: what a rule says of a row, and the rule's own words."""

from dataclasses import dataclass
from enum import StrEnum

from pressmark_schema import ids
from pressmark_schema.tables.findings import FindingRow
from pressmark_schema.vocabulary import Severity

OBSERVED_LIMIT = 200
"""Code points of `observed` that are kept."""


MARK = ("⟦", "⟧")
"""What encloses the fault in a rule's bad example."""


class Cost(StrEnum):
    """What a rule has to look at, from cheap to dear."""

    ROW = "row"
    RECORD = "record"
    CORPUS = "corpus"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule is about; `code` is stable for ever, `what` may use `{observed}`.

    `why` says what harm the fault does, `fix` what to do; `fixable` whether a program can.
    `bad` and `good` are an example that has the fault and one that has not: where `document` is
    set two raw documents, the fault in the bad one between MARK; else words. A rule that is not
    `enabled` is asked only where it is selected. `precision` is the share of its findings, per
    mille, that a reader agreed with in real articles, of `hits` read; None: not measured.
    `fixes` are remedies of their own for some causes: the word that `observed` begins with before
    a colon, and what to do.
    """

    code: str
    name: str
    severity: Severity
    what: str
    why: str
    fix: str
    fixable: bool = False
    bad: str = ""
    good: str = ""
    document: bool = False
    cost: Cost = Cost.ROW
    enabled: bool = True
    precision: int | None = None
    hits: int = 0
    fixes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one place; a value, never an exception.

    `src_start`/`src_end` are code points in the decoded source, `src_line`/`src_column` count
    from 1. `excerpt` is the line or block of text at fault, `caret` the half-open span in it.
    `level` is the severity that a user gave the rule, None for its own.
    """

    rule: Rule
    on_table: str
    row_id: str
    field: str | None = None
    observed: str | None = None
    path: str | None = None
    src_line: int | None = None
    src_column: int | None = None
    src_start: int | None = None
    src_end: int | None = None
    excerpt: str | None = None
    caret: tuple[int, int] | None = None
    ordinal: int = 0
    level: Severity | None = None

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """How grave it is here: as the user set it, else the rule's own."""
        return self.level or self.rule.severity

    @property
    def message(self) -> str:
        """The rule's sentence with what was observed."""
        return self.rule.what.replace("{observed}", self.observed or "")

    @property
    def fix(self) -> str:
        """What to do: the remedy of its own cause where the rule has one, else the rule's."""
        cause = (self.observed or "").partition(":")[0]
        return dict(self.rule.fixes).get(cause, self.rule.fix)

    @property
    def finding_id(self) -> str:
        """The fingerprint: neither a moved line nor a rebuild changes it."""
        return ids.row_id(
            "f",
            self.code,
            self.on_table,
            self.row_id,
            self.field or "",
            self.observed or "",
            str(self.ordinal),
        )

    def row(self) -> FindingRow:
        """The finding as a row of the findings table."""
        return FindingRow(
            finding_id=self.finding_id,
            code=self.code,
            severity=self.rule.severity,
            on_table=self.on_table,
            row_id=self.row_id,
            field=self.field,
            path=self.path,
            src_line=self.src_line,
            src_column=self.src_column,
            observed=self.observed and self.observed[:OBSERVED_LIMIT],
            fixable=self.rule.fixable,
        )
