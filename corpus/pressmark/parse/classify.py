"""Decide what each block of an article is, by its words first and by its neighbours then."""

from collections.abc import Sequence

from pressmark.parse import profiled, prose, runs
from pressmark.parse.alone import Verdict, alone
from pressmark.parse.posts import post
from pressmark.parse.shapes import Shape, shape
from pressmark.parse.tables import table_rows
from pressmark_schema.profile import NOTHING, OutletProfile
from pressmark_schema.segments import Classified, Post
from pressmark_schema.vocabulary import BlockKind

_SURE_LENGTH = 120
_HEADING_LEVEL = 2


def classify(
    texts: Sequence[str],
    *,
    title_stated: bool = False,
    given: Sequence[BlockKind | None] = (),
    profile: OutletProfile = NOTHING,
) -> list[Classified]:
    """The kind of each block of one article, in order; as many items as `texts`.

    `texts` are the cleaned blocks. `title_stated`: the document states its title outside them, so
    none is looked for. `given`: the kinds that the document itself shows, as many as `texts`;
    without them the rows of tables are told by their bars. `profile`: what is known of the outlet;
    it decides before the rules, after the document. A block that nothing decides is a paragraph: it
    stays in the text.
    """
    posts = [post(text) for text in texts]
    shapes = [shape(text) for text in texts]
    shown = given or [BlockKind.TABLE if row else None for row in table_rows(texts)]
    known = profiled.furniture(shapes, profile)
    verdicts = _verdicts(shapes, posts, shown, known, title_stated=title_stated)
    return [
        _classified(verdict, found) if verdict else _paragraph(shape)
        for verdict, shape, found in zip(verdicts, shapes, posts, strict=True)
    ]


def known(texts: Sequence[str], profile: OutletProfile) -> list[Classified | None]:
    """What the profile says of blocks whose kinds are told otherwise, as a page's markup tells.

    None where it says nothing; as many items as `texts`, the cleaned blocks of one article.
    """
    verdicts = profiled.furniture([shape(text) for text in texts], profile)
    return [_classified(verdict, None) if verdict else None for verdict in verdicts]


def _verdicts(
    shapes: Sequence[Shape],
    posts: Sequence[Post | None],
    given: Sequence[BlockKind | None],
    known: runs.Verdicts,
    *,
    title_stated: bool,
) -> runs.Verdicts:
    """What the rules decide, from the surest to those that look at neighbours."""
    opening = next((at for at, verdict in enumerate(known) if verdict is None), 0)
    verdicts: runs.Verdicts = [
        _first(shape, place - opening, found, kind, by_profile)
        for place, (shape, found, kind, by_profile) in enumerate(
            zip(shapes, posts, given, known, strict=True)
        )
    ]
    runs.title(shapes, verdicts, stated=title_stated, first=opening)
    runs.repeats(shapes, verdicts)
    runs.echoes(shapes, verdicts)
    runs.captions(shapes, verdicts)
    runs.table_notes(shapes, verdicts)
    runs.timeline(shapes, verdicts)
    runs.appeals(shapes, verdicts)
    runs.bylines(shapes, verdicts)
    runs.link_lists(shapes, verdicts)
    prose.signed(shapes, verdicts)
    runs.leading(shapes, verdicts)
    prose.quotations(shapes, verdicts)
    runs.settle(shapes, verdicts)
    prose.lead(shapes, verdicts)
    return verdicts


def _first(
    shape: Shape, place: int, found: Post | None, given: BlockKind | None, known: Verdict | None
) -> Verdict | None:
    """What a block is before its neighbours are looked at; `place` counts from the first open."""
    if found is not None:
        return Verdict(BlockKind.EMBED, "embed.post")
    if given is not None:
        return Verdict(given, "given.shown")
    return known or alone(shape, place)


def _classified(verdict: Verdict, found: Post | None) -> Classified:
    return Classified(
        kind=verdict.kind,
        kind_basis=verdict.basis,
        kind_confidence=verdict.confidence,
        level=_HEADING_LEVEL if verdict.kind is BlockKind.HEADING else None,
        post=found if verdict.kind is BlockKind.EMBED else None,
        rule=verdict.rule,
    )


_LONG_PARAGRAPH = _classified(Verdict(BlockKind.PARAGRAPH, "paragraph.long"), None)
_SHORT_PARAGRAPH = _classified(Verdict(BlockKind.PARAGRAPH, "paragraph.short"), None)


def _paragraph(shape: Shape) -> Classified:
    return _LONG_PARAGRAPH if shape.length >= _SURE_LENGTH else _SHORT_PARAGRAPH
