"""Rows of annotations for corpora that tests write by hand."""

from typing import Any

from pressmark_schema import ids
from pressmark_schema.tables import TABLES

Row = dict[str, Any]


def annotation(block: Row, words: str, layer: str, label: str, **facts: Any) -> Row:
    """The annotation of `words`, which stand in `block` once, with these `facts` alone."""
    start = block["text"].index(words)
    end = start + len(words)
    row: Row = dict.fromkeys(TABLES["annotations"].column_names)
    at = block["text_start"]
    return row | {
        "annotation_id": ids.row_id("n", f"{block['block_id']} {layer} {label} {start}-{end}"),
        "article_id": block["article_id"],
        "block_id": block["block_id"],
        "layer": layer,
        "label": label,
        "block_start": start,
        "block_end": end,
        "text_start": None if at is None else at + start,
        "text_end": None if at is None else at + end,
        "text": words,
        "basis": "printed",
        "rule": f"{layer}.{label}@1",
        **facts,
    }


def quote(block: Row, words: str, speaker: str, cue: str) -> Row:
    """The annotation of a direct quote, marks included, whose speaker stands in the block once."""
    start = block["text"].index(speaker)
    return annotation(
        block,
        words,
        "quote",
        "direct",
        value=words[1:-1],
        marks=words[0] + words[-1],
        speaker=speaker,
        speaker_start=start,
        speaker_end=start + len(speaker),
        cue=cue,
    )
