"""The annotations table: what is read inside a block, as typed spans that stay in its text."""

from pydantic import Field

from pressmark_schema.columns import ArticleId, BlockId, Offset, Row, Text
from pressmark_schema.constraints import (
    AsLong,
    Belongs,
    NullExactlyWhen,
    NullWhen,
    Ordered,
    Together,
)
from pressmark_schema.tables.table import ForeignKey, Table
from pressmark_schema.vocabulary import (
    LAYER_LABELS,
    AnnotationBasis,
    AnnotationLabel,
    AnnotationLayer,
    Tense,
)

VALUED = (AnnotationBasis.PRINTED, AnnotationBasis.ONE_FITS)
"""The bases with a value."""
LISTED = (AnnotationBasis.ONE_FITS, AnnotationBasis.SEVERAL_FIT)
"""The bases with candidates."""


class Annotation(Row):
    """A stretch of a block: a byline, a dateline, a credit, a correction, a quote, a time."""

    annotation_id: str = Field(
        pattern=r"^n[0-9a-z]{16}$", description="Hash of block, layer, label and place."
    )
    article_id: ArticleId = Field(description="The article.")
    block_id: BlockId = Field(description="The block that it stands in.")
    layer: AnnotationLayer = Field(description="What it is about.")
    label: AnnotationLabel = Field(description="What it is within its layer.")
    block_start: Offset = Field(description="First code point in blocks.text.")
    block_end: Offset = Field(description="One past the last code point in blocks.text.")
    text_start: Offset | None = Field(
        description="First code point in texts.text; null where the block's kind is left out."
    )
    text_end: Offset | None = Field(description="One past the last code point in texts.text.")
    text: Text = Field(description="The words as they stand there, a quote's marks included.")
    value: str | None = Field(
        description="What it says. byline: names, joined by `; `; dateline: the place; agency, "
        "picture: who is credited; quote: the words without marks; dates and times: EDTF, where "
        "exactly one fits. Null: none can be told."
    )
    basis: AnnotationBasis = Field(description="Where the value comes from, or why it has none.")
    candidates: list[str] | None = Field(
        description="The dates (EDTF) that fit a partial or relative time, ascending; null: the "
        "time is printed in full, or none can be told."
    )
    tense: Tense | None = Field(
        description="Direction of a partial or relative time from the day of writing; null: no "
        "such time."
    )
    marks: str | None = Field(description="Opening and closing mark of a quote; null: no quote.")
    speaker: str | None = Field(
        description="Who speaks, as printed beside the quote, also `er`; null: not printed there."
    )
    speaker_start: Offset | None = Field(description="First code point of speaker in blocks.text.")
    speaker_end: Offset | None = Field(
        description="One past the last code point of speaker in blocks.text."
    )
    cue: str | None = Field(description="The verb or word that announces the quote, as printed.")
    mediator: str | None = Field(
        description="Through whom the words came (`laut einer Mitteilung …`), as printed."
    )
    rule: str = Field(min_length=1, description="The rule that read it, with its version.")


def _not(*values: str) -> tuple[str, ...]:
    return tuple(basis for basis in AnnotationBasis if basis not in values)


_NO_QUOTE = tuple(layer for layer in AnnotationLayer if layer is not AnnotationLayer.QUOTE)
_NO_TIME = tuple(layer for layer in AnnotationLayer if layer is not AnnotationLayer.TIME)

ANNOTATIONS = Table(
    name="annotations",
    row=Annotation,
    summary="Typed spans inside the blocks: bylines, datelines, credits, corrections, quotes, "
    "times.",
    key=("annotation_id",),
    order=("text_start", "block_id", "block_start", "annotation_id"),
    foreign_keys=(
        ForeignKey(("article_id",), "articles", ("article_id",)),
        ForeignKey(("block_id",), "blocks", ("block_id",)),
    ),
    checks=(
        Belongs("label", "layer", tuple(LAYER_LABELS.items())),
        AsLong("text", "block_start", "block_end"),
        Together(("text_start", "text_end")),
        AsLong("text", "text_start", "text_end"),
        NullExactlyWhen("value", "basis", _not(*VALUED)),
        NullExactlyWhen("candidates", "basis", _not(*LISTED)),
        NullWhen("tense", "layer", _NO_TIME),
        NullExactlyWhen("marks", "layer", _NO_QUOTE),
        NullWhen("speaker", "layer", _NO_QUOTE),
        NullWhen("cue", "layer", _NO_QUOTE),
        NullWhen("mediator", "layer", _NO_QUOTE),
        Together(("speaker", "speaker_start", "speaker_end")),
        AsLong("speaker", "speaker_start", "speaker_end"),
        Ordered("speaker_start", "speaker_end"),
    ),
)
