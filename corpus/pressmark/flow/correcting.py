"""Corrections by hand and by rule: made from a corpus, written behind those in the file."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pressmark import check, normalise, store
from pressmark.check import RULES, Asking
from pressmark.dataset import Dataset
from pressmark.flow import corrections, finishing, fixing, show, steps
from pressmark.flow.intake import take
from pressmark.flow.published import read_date
from pressmark.flow.waiving import replace_file
from pressmark_schema.corrections import OF_BLOCKS, Correction, Target
from pressmark_schema.errors import UsageError
from pressmark_schema.ids import ARTICLE_ID_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pressmark.check import Selection
    from pressmark.config import Config
    from pressmark.flow.fixing import Fix
    from pressmark.flow.show import Row, Shown

_TOGETHER = 500
"""Wishes whose articles are read together."""
_COLUMNS = ("id", "target", "before", "after", "reason", "author")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants corrected.

    `key` is the id of an article or block, or its beginning; `before` what is there now, None to
    take whatever is there. Words are searched in the block, or in all blocks of the article.
    """

    key: str
    target: Target
    after: str
    reason: str
    before: str | None = None
    author: str | None = None
    place: str = ""


@contextmanager
def corpus_of(paths: Sequence[Path], config: Config, jobs: int | None = None) -> Iterator[Dataset]:
    """The corpus that the paths name: one package or dataset, or what raw files give."""
    named = [path for path in paths if (path / store.DESCRIPTOR).is_file()]
    if named and len(paths) > 1:
        raise UsageError("give one package, or raw files")
    if named:
        yield Dataset.open(named[0])
    else:
        with steps.normalised(take(paths, config), config, jobs=jobs) as dataset:
            yield dataset


def proposed(dataset: Dataset, selection: Selection) -> list[Fix]:
    """The fixes that the selected rules have for the corpus."""
    facts = dataset.package.pressmark
    asking = Asking(
        facts.languages if facts else None,
        wanted=lambda rule: rule.fixable and selection.wants(rule),
        run=finishing.judging(dataset),
    )
    selection.check(RULES)
    return list(fixing.fixes(dataset, check.apply_rules(dataset, asking)))


def wished(dataset: Dataset, wishes: Iterable[Wish]) -> Iterator[Correction]:
    """The corrections that somebody wants, addressed, in the order of the wishes.

    Raises UsageError where one cannot be.
    """
    rest = iter(wishes)
    while some := list(islice(rest, _TOGETHER)):
        whole = sorted({key for wish in some if len(key := _article(wish)) == ARTICLE_ID_LENGTH})
        known = show.several(dataset, whole) if whole else {}
        for wish in some:
            shown = known.get(_article(wish)) or show.of_dataset(dataset, _article(wish))
            try:
                made = _wished(shown, wish)
            except ValidationError as error:
                raise UsageError(f"{wish.place or wish.key}: {error.errors()[0]['msg']}") from error
            yield made.model_copy(update={"reason": wish.reason, "author": wish.author})


def _article(wish: Wish) -> str:
    """The id of the article, or its beginning, that a wish names by its own or a block's."""
    return wish.key.partition("_")[0]


def _wished(shown: Shown, wish: Wish) -> Correction:
    after = normalise.clean(wish.after).text
    if not after or not wish.reason.strip():
        raise UsageError(f"{wish.place or wish.key}: give what it should be, and the reason")
    if wish.target in OF_BLOCKS:
        return _of_block(shown, wish, after)
    if wish.target is Target.PUBLISHED and read_date(after) is None:
        raise UsageError(f"{wish.place or wish.key}: {after!r} is no date, such as 2018-05")
    column = "published_edtf" if wish.target is Target.PUBLISHED else wish.target.value
    value = shown.article[column]
    known = "; ".join(value) if isinstance(value, list) else value
    if wish.before is not None and wish.before != known:
        raise UsageError(f"{wish.place or wish.key}: {wish.target} is {known!r} here")
    return Correction(
        article_id=shown.article["article_id"],
        target=wish.target,
        before=known,
        after=after,
        reason=wish.reason,
    )


def _of_block(shown: Shown, wish: Wish, after: str) -> Correction:
    where = wish.place or wish.key
    found = [row for row in shown.blocks if row["block_id"].startswith(wish.key)]
    if wish.target is Target.TEXT:
        if not wish.before:
            raise UsageError(f"{where}: say which words are to be corrected")
        found = [row for row in found if wish.before in row["text"]]
    if len(found) != 1:
        hint = "give the id of one block; `pressmark show --format json` has them"
        raise UsageError(f"{where}: {len(found)} blocks fit", hint=hint)
    made = _addressed(shown, found[0], wish, after)
    if made is None:
        raise UsageError(f"{where}: the source of the block is not kept, so it has no address")
    return made


def _addressed(shown: Shown, block: Row, wish: Wish, after: str) -> Correction | None:
    if wish.target is Target.KIND:
        if wish.before not in {None, block["kind"]}:
            raise UsageError(f"{wish.place or wish.key}: the block is a {block['kind']}")
        return fixing.of_block(shown, block, Target.KIND, block["kind"], after)
    text, words = block["text"], wish.before or ""
    if text.count(words) > 1:
        raise UsageError(
            f"{wish.place or wish.key}: {words!r} stands there {text.count(words)} times",
            hint="give more of the words around it, in both",
        )
    start = text.index(words)
    return fixing.of_words(shown, block, start, start + len(words), after)


def from_table(file: Path) -> Iterator[Wish]:
    """The wishes in a CSV table with the columns id, target, before, after, reason, author.

    `before` and `author` may be missing or empty. Raises UsageError that names a faulty line.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}") from error
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lacking = {"id", "target", "after", "reason"} - set(reader.fieldnames or ())
    if lacking:
        raise UsageError(f"{file}: no column {min(lacking)}; there are to be {', '.join(_COLUMNS)}")
    try:
        for row in reader:
            yield _wish(row, f"{file.name}:{reader.line_num}")
    except csv.Error as error:
        raise UsageError(f"{file}:{reader.line_num}: {error}") from error


def _wish(row: dict[str, str], place: str) -> Wish:
    known = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    if known["target"] not in set(Target):
        raise UsageError(f"{place}: target is one of {', '.join(Target)}")
    return Wish(
        known["id"],
        Target(known["target"]),
        known["after"],
        known["reason"],
        known["before"] or None,
        known["author"] or None,
        place,
    )


def append(file: Path, made: Iterable[Correction]) -> int:
    """Write the corrections behind those in the file; the number of those that were not there.

    The file is exchanged in one step. Raises UsageError where it is no file of corrections.
    """
    known = {item for _, item in corrections.read(file)} if file.exists() else set()
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    text += "" if text.endswith("\n") or not text else "\n"
    new = [item for item in dict.fromkeys(made) if item not in known]
    if new:
        replace_file(file, text + "".join(map(corrections.written, new)))
    return len(new)
