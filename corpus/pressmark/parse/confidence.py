"""How sure a block's kind is: the share of a rule's verdicts that was right when measured."""

from collections.abc import Mapping
from functools import cache
from statistics import fmean

_WEIGHT = 4
"""As how many verdicts the rate of an average rule counts: a rule seen once is not sure."""
_SET = {
    "profile.stated": 1000,  # a person wrote it into the profile: that is no guess
    "profile.learnt": 950,  # it stands word for word in many articles; not measured
    "profile.byline": 950,  # a form that many articles share, filled with names; not measured
    "given.shown": 990,  # the document itself shows it, as the bars of a table do; not measured
}
"""What is stated and not measured, per mille."""
MEASURED = {
    "ad.action": (2, 3),
    "ad.label": (5, 5),
    "byline.bare": (2, 3),
    "byline.beside_date": (1, 1),
    "caption.before_credit": (2, 2),
    "caption.credit": (4, 4),
    "caption.duration": (1, 1),
    "caption.opening": (3, 4),
    "dateline.line": (4, 6),
    "echo.lines": (4, 4),
    "embed.post": (49, 49),
    "heading.alone": (138, 148),
    "heading.several": (4, 10),
    "headline.form": (4, 5),
    "headline.merged": (2, 2),
    "lead.below_title": (1, 1),
    "lead.first_line": (3, 3),
    "lead.short": (23, 23),
    "lead.signed": (3, 3),
    "link.end": (2, 2),
    "link.mark": (10, 10),
    "list.announced": (4, 4),
    "list.lone": (1, 2),
    "page.appeal": (2, 2),
    "page.phrase": (6, 6),
    "paragraph.last": (3, 3),
    "paragraph.long": (794, 795),
    "paragraph.short": (33, 34),
    "quote.announced": (2, 2),
    "related.line": (12, 12),
    "related.marked": (2, 5),
    "repeat.line": (0, 2),
    "repeat.paragraph": (1, 1),
    "teaser.among": (0, 1),
    "teaser.headline": (4, 4),
    "teaser.listed": (19, 19),
    "teaser.signed": (1, 1),
    "teaser.with_names": (0, 6),
    "title.first": (7, 7),
    "update.stamp": (0, 1),
}
"""How often each rule was right, and how often it decided, in 62 articles of 46 publishers.

Right is a kind that the gold answer has, too, after the folding of the scorer. Made by
`benchmarks/reliability.py FOLDER --rates`; docs/quality.md shows how well such figures foretell
what happens at publishers that were left out.
"""


@cache
def confidence(rule: str) -> int:
    """How sure a verdict of `rule` is, per mille.

    A rule's own rate is drawn to that of an average rule, the less the more often it decided; a
    rule that was never seen to decide has that of an average one.
    """
    return _SET[rule] if rule in _SET else rate(MEASURED, rule)


def rate(measured: Mapping[str, tuple[int, int]], rule: str) -> int:
    """The rate of `rule`, per mille, from counts (right, decided) of all rules.

    Each rule counts once for the average one, however often it decided: those that decide often
    are right more often than the others.
    """
    average = fmean(right / decided for right, decided in measured.values()) if measured else 0.5
    right, decided = measured.get(rule, (0, 0))
    return round(1000 * (right + _WEIGHT * average) / (decided + _WEIGHT))
