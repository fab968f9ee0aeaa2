"""spaCy's DocBin: a document an article, with words, sentences, lemmas and fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark.export.mapping import Places, unsaid
from pressmark.export.resources import file_resource, write_descriptor
from pressmark.export.running import article_fields, running, text_columns
from pressmark.export.tokens import tokeniser
from pressmark_schema.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark.export.running import Running
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

FILE = "corpus.spacy"
TAKES = frozenset({"tokeniser"})


def places(schema: Mapping[str, Table]) -> Places:
    """Where a document says the fields of a corpus."""
    found = {
        f"{table}.{column.name}": f'`doc.user_data["{column.name}"]`'
        for table, column in text_columns(schema)
    }
    return found | {
        "texts.text": "`doc.text`",
        "blocks.block_id": '`doc.spans["blocks"]`: `id_`',
        "blocks.kind": '`doc.spans["blocks"]`: `label_`',
        "blocks.text": '`doc.spans["blocks"]`, where it is part of the text',
        "blocks.text_start": "`span.start_char`",
        "blocks.text_end": "`span.end_char`",
    }


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:
    """Write `corpus.spacy` and the descriptor returned; `doc.text` is the text of the article.

    Raises EnvironmentFaultError where spaCy or the tokeniser is not installed.
    """
    try:
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab
    except ImportError as error:
        raise EnvironmentFaultError(
            "spaCy is not installed", hint='pip install "pressmark[spacy]"'
        ) from error
    divide, recorded = tokeniser(choices.tokeniser)
    made = DocBin(attrs=["LEMMA", "SENT_START", "SPACY"], store_user_data=True)
    columns, vocab = text_columns(dataset.schema), Vocab()
    for found in running(dataset, divide):
        made.add(_document(found, article_fields(columns, found, _listed), vocab))
    (folder / FILE).write_bytes(made.to_bytes())
    return write_descriptor(
        dataset,
        folder,
        [file_resource(folder, FILE, "corpus", "spacy", "application/octet-stream")],
        {
            "tokeniser": recorded,
            "unsaid": unsaid(dataset.schema, places(dataset.schema), dataset.files),
        },
    )


def _listed(values: Sequence[Any]) -> str:
    import json

    return json.dumps(values, ensure_ascii=False)


def _document(found: Running, fields: Mapping[str, str | None], vocab: Any) -> Any:
    """The text as spaCy holds it: white space that is more than one space is a word of its own."""
    from spacy.tokens import Doc, Span

    text = found.text.get("text", "")
    tokens, starts = [], set()
    for part in (part for part in found.paragraphs if part.in_text):
        offset = part.block["text_start"]
        for sentence in part.sentences:
            starts.add(offset + sentence[0].start)
            tokens += [(offset + t.start, offset + t.end, t.lemma) for t in sentence]
    pieces = list(_pieces(text, tokens))
    document = Doc(
        vocab,
        words=[text[start:end] for start, end, _, _ in pieces],
        spaces=[space for _, _, _, space in pieces],
        lemmas=[lemma or "" for _, _, lemma, _ in pieces],
        sent_starts=[start in starts for start, _, _, _ in pieces],
    )
    document.user_data.update({name: value for name, value in fields.items() if value is not None})
    spans = []
    for part in (part for part in found.paragraphs if part.in_text):
        block = part.block
        span = document.char_span(
            block["text_start"], block["text_end"], block["kind"], alignment_mode="expand"
        )
        if span is not None:
            spans.append(
                Span(document, span.start, span.end, block["kind"], span_id=block["block_id"])
            )
    document.spans["blocks"] = spans
    return document


def _pieces(
    text: str, tokens: Sequence[tuple[int, int, str | None]]
) -> list[tuple[int, int, str | None, bool]]:
    """Words and further white space in order: start, end, lemma, whether one space follows."""
    found: list[tuple[int, int, str | None, bool]] = []
    place = 0
    for start, end, lemma in [*tokens, (len(text), len(text), None)]:
        if start > place:
            if found and text[place] == " ":
                found[-1] = (*found[-1][:3], True)
                place += 1
            if start > place:
                found.append((place, start, None, False))
        if end > start:
            found.append((start, end, lemma, False))
        place = end
    return found
