"""Keyword in context: where words or a pattern stand in a corpus, with what is around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, overload

from pressmark_schema.errors import UsageError
from pressmark_schema.ids import ARTICLE_ID_LENGTH
from pressmark_schema.vocabulary import TEXT_KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date
    from typing import Any

    import pandas as pd
    import pyarrow as pa

CONTEXT = 60
"""Code points shown on each side by default."""
_FACTS = ("article_id", "outlet_id", "date_from", "date_to")


@dataclass(frozen=True, slots=True)
class Line:
    """One hit. `start` and `end` count code points in the block's text, half-open.

    `date_from` and `date_to` are the days that the article can date from; None where unknown.
    """

    article_id: str
    outlet_id: str
    date_from: date | None
    date_to: date | None
    block_id: str
    kind: str
    start: int
    end: int
    left: str
    match: str
    right: str


def pattern(
    text: str, *, fixed: bool = False, word: bool = False, ignore_case: bool = False
) -> re.Pattern[str]:
    """The pattern to look for; raises UsageError where it is none or matches nothing at all.

    Args:
        text: a regular expression as Python reads it.
        fixed: `text` is words, not an expression.
        word: only whole words.
        ignore_case: capital letters are like small ones.
    """
    source = re.escape(text) if fixed else text
    source = rf"(?<!\w)(?:{source})(?!\w)" if word else source
    try:
        made = re.compile(source, re.IGNORECASE if ignore_case else 0)
    except (re.error, OverflowError, RecursionError) as error:
        raise UsageError(f"no regular expression: {error}", hint="--fixed takes it as words") from (
            error
        )
    if made.fullmatch(""):
        raise UsageError(f"{text!r} matches the empty text, so it stands everywhere")
    return made


def lines(
    blocks: Iterable[pa.RecordBatch],
    texts: Iterable[pa.RecordBatch],
    sought: re.Pattern[str],
    kinds: Collection[str] = (),
    context: int = CONTEXT,
) -> Iterator[Line]:
    """The hits in the order of articles and blocks; reads one batch of each table at a time.

    Args:
        blocks: the blocks table, ordered by article.
        texts: the texts table in the same order, for outlets and days.
        sought: what is looked for, block by block: nothing is found across two of them.
        kinds: those of the blocks that are read; by default those that make up the text.
        context: code points on each side.
    """
    wanted = frozenset(kinds) or frozenset(map(str, TEXT_KINDS))
    of_articles = _Articles(texts)
    for batch in blocks:
        columns = (batch[name].to_pylist() for name in ("block_id", "kind", "text"))
        for block_id, kind, text in zip(*columns, strict=True):
            if kind not in wanted:
                continue
            for found in sought.finditer(text):
                article = block_id[:ARTICLE_ID_LENGTH]
                start, end = found.span()
                if start == end:
                    continue
                yield Line(
                    article,
                    *of_articles.facts(article),
                    block_id,
                    kind,
                    start,
                    end,
                    text[max(start - context, 0) : start],
                    found[0],
                    text[end : end + context],
                )


class _Articles:
    """Outlet and days of articles that are asked for in the order of their table."""

    def __init__(self, texts: Iterable[pa.RecordBatch]) -> None:
        self._batches = iter(texts)
        self._found: dict[str, tuple[str, date | None, date | None]] = {}

    def facts(self, article_id: str) -> tuple[str, date | None, date | None]:
        """Outlet, first and last day; `unknown` and None where the table does not say."""
        while article_id not in self._found:
            batch = next(self._batches, None)
            if batch is None:
                return "unknown", None, None
            ids, *facts = (batch[name].to_pylist() for name in _FACTS)
            self._found = dict(zip(ids, zip(*facts, strict=True), strict=True))
        return self._found[article_id]


class Concordance(Sequence[Line]):
    """The hits of a pattern, in the order of articles and blocks."""

    def __init__(self, found: Iterable[Line]) -> None:
        self._lines = tuple(found)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> Concordance: ...
    def __getitem__(self, place: int | slice) -> Line | Concordance:
        found = self._lines[place]
        return found if isinstance(found, Line) else Concordance(found)

    def __len__(self) -> int:
        return len(self._lines)

    def __repr__(self) -> str:
        return f"<Concordance: {len(self)} lines>"

    def to_arrow(self) -> pa.Table:
        """The hits as an Arrow table with the columns of `Line`."""
        import pyarrow as pa

        return pa.Table.from_pylist(list(map(as_dict, self._lines)), schema())

    def to_pandas(self) -> pd.DataFrame:
        """The hits as a pandas frame with the columns of `Line`."""
        frame: pd.DataFrame = self.to_arrow().to_pandas(date_as_object=False)
        return frame

    def _repr_html_(self) -> str:
        from pressmark import notebook

        return notebook.concordance(
            [
                (
                    (line.article_id, line.outlet_id, line.date_from),
                    line.left,
                    line.match,
                    line.right,
                )
                for line in self
            ]
        )


def as_dict(line: Line) -> dict[str, Any]:
    """The fields of a hit by their names."""
    return {field.name: getattr(line, field.name) for field in fields(line)}


def schema() -> pa.Schema:
    """The Arrow schema of hits."""
    import pyarrow as pa

    types = {"date | None": pa.date32(), "int": pa.int64()}
    return pa.schema(
        [(field.name, types.get(str(field.type), pa.string())) for field in fields(Line)]
    )
