"""Decide what each block of an article is, by its words first and by its neighbours then."""

from collections.abc import Sequence

from pressmark.parse import prose, runs
from pressmark.parse.alone import Verdict, alone
from pressmark.parse.posts import post
from pressmark.parse.shapes import Shape, shape
from pressmark.parse.tables import table_rows
from pressmark_schema.segments import Classified, Post
from pressmark_schema.vocabulary import BlockKind, KindBasis

_PARAGRAPH = Verdict(BlockKind.PARAGRAPH, 900)
_SHORT_PARAGRAPH = Verdict(BlockKind.PARAGRAPH, 700)
_SURE_LENGTH = 120
_HEADING_LEVEL = 2


def classify(
    texts: Sequence[str], *, title_stated: bool = False, given: Sequence[BlockKind | None] = ()
) -> list[Classified]:
    """The kind of each block of one article, in order; as many items as `texts`.

    `texts` are the cleaned blocks. `title_stated`: the document states its title outside them, so
    none is looked for. `given`: the kinds that the document itself shows, as many as `texts`;
    without them the rows of tables are told by their bars. A block that no rule decides is a
    paragraph: it stays in the text.
    """
    posts = [post(text) for text in texts]
    shapes = [shape(text) for text in texts]
    shown = given or [BlockKind.TABLE if row else None for row in table_rows(texts)]
    verdicts = _verdicts(shapes, posts, shown, title_stated=title_stated)
    return [
        _classified(verdict or _paragraph(shape), found)
        for verdict, shape, found in zip(verdicts, shapes, posts, strict=True)
    ]


def _verdicts(
    shapes: Sequence[Shape],
    posts: Sequence[Post | None],
    given: Sequence[BlockKind | None],
    *,
    title_stated: bool,
) -> runs.Verdicts:
    """What the rules decide, from the surest to those that look at neighbours."""
    verdicts: runs.Verdicts = [
        _first(shape, place, found, kind)
        for place, (shape, found, kind) in enumerate(zip(shapes, posts, given, strict=True))
    ]
    runs.title(shapes, verdicts, stated=title_stated)
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


def _first(shape: Shape, place: int, found: Post | None, given: BlockKind | None) -> Verdict | None:
    """What a block is before its neighbours are looked at."""
    if found is not None:
        return Verdict(BlockKind.EMBED, 990)
    return alone(shape, place) if given is None else Verdict(given, 990)


def _paragraph(shape: Shape) -> Verdict:
    return _PARAGRAPH if shape.length >= _SURE_LENGTH else _SHORT_PARAGRAPH


def _classified(verdict: Verdict, found: Post | None) -> Classified:
    return Classified(
        kind=verdict.kind,
        kind_basis=KindBasis.PATTERN,
        kind_confidence=verdict.confidence,
        level=_HEADING_LEVEL if verdict.kind is BlockKind.HEADING else None,
        post=found if verdict.kind is BlockKind.EMBED else None,
    )
