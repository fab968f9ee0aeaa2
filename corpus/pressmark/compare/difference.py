"""The difference of two datasets: its counts, which add up, and its articles, read as needed."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from pressmark import notebook, store
from pressmark.compare import articles, causes, fields, rows
from pressmark.compare.causes import Cause, Effect
from pressmark.compare.opened import Opened
from pressmark.compare.shape import compare_shapes
from pressmark.export.intact import require_corpus, require_intact
from pressmark_schema.tables import ARTICLE_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.compare.fields import Changed
    from pressmark.compare.shape import Shape
    from pressmark.dataset import Dataset


_OF_A_RELEASE = ("version", "created", "resources", "pressmark")
"""Keys of a descriptor that each release sets, or that are compared by their contents."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two datasets: how it was named, its version, and what made it.

    `sha256` is the hash of its descriptor, which declares every file.
    """

    name: str
    version: str | None
    articles: int
    producer: str | None
    options_sha256: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many articles changed with this effect for this cause."""

    effect: Effect
    cause: Cause
    articles: int


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that only the first side has; `now` is the one that has its id as an alias.

    `reason` is why it was withdrawn, where it was.
    """

    article_id: str
    outlet_id: str
    title: str | None
    now: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Renamed:
    """An article under a new id: `by` is `alias`, or `text` where the text alone says so."""

    article_id: str
    new_id: str
    outlet_id: str
    by: str
    text_changed: bool


@dataclass(frozen=True, slots=True)
class Added:
    """An article that only the second side has."""

    article_id: str
    outlet_id: str
    title: str | None


class Diff:
    """What differs between dataset `a` and dataset `b`, in words of articles.

    `added`, `removed`, `withdrawn` and `renamed` are counts here and iterators by the methods
    `each_added` … ; `tallies` count the changed articles by effect and cause. The articles of `a`
    are the unchanged, changed, removed, withdrawn and renamed ones, those of `b` the unchanged,
    changed, renamed and added ones; of an article of which a block was withdrawn since, which `a`
    was left without, all that is told is that it changed. True where anything differs, a file of
    the package too.
    """

    def __init__(
        self, opened: Opened, a: Side, b: Side, unknown: Sequence[str], *, restricted: bool
    ) -> None:
        self._opened, self._restricted = opened, restricted
        self._held = ExitStack()
        self.a, self.b = a, b
        self.unknown = tuple(unknown)
        """Ids that were asked for and that neither side knows."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back memory and disk; counts that were read stay."""
        self._opened.connection.close()
        self._held.close()

    def keep(self, held: ExitStack) -> None:
        """Close `held` with this: what it holds is read."""
        self._held.push(held)

    def __bool__(self) -> bool:
        return bool(
            self.added
            or self.removed
            or self.withdrawn
            or self.renamed
            or self.tallies
            or self.shape
            or (not self._restricted and (self.tables or self.described or self.recalled))
        )

    @cached_property
    def added(self) -> int:
        """Articles that only `b` has."""
        return self._opened.number("SELECT count(*) FROM added")

    @cached_property
    def removed(self) -> int:
        """Articles that only `a` has, the withdrawn ones not among them."""
        return self._opened.number("SELECT count(*) FROM removed WHERE NOT withdrawn")

    @cached_property
    def withdrawn(self) -> int:
        """Articles that `b` lists as withdrawn."""
        return self._opened.number("SELECT count(*) FROM removed WHERE withdrawn")

    @cached_property
    def recalled(self) -> tuple[str, ...]:
        """Articles of earlier versions, neither of `a` nor of `b`, that `b` lists as withdrawn."""
        return articles.recalled(self._opened)

    @cached_property
    def renamed(self) -> int:
        """Articles that have another id in `b`."""
        return self._opened.number("SELECT count(*) FROM renamed")

    @cached_property
    def lost(self) -> int:
        """Ids of `a` that `b` knows neither as an id nor as an alias nor as withdrawn."""
        return self._opened.number(
            "SELECT (SELECT count(*) FROM removed WHERE NOT withdrawn AND now IS NULL)"
            " + (SELECT count(*) FROM renamed WHERE known_by <> 'alias')"
        )

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """The changed articles by effect and cause, in the order of the two vocabularies."""
        found = self._opened.execute("SELECT effect, cause, count(*) FROM changed GROUP BY ALL")
        counts = {(row[0], row[1]): row[2] for row in found.fetchall()}
        return tuple(
            Tally(effect, cause, counts[effect.value, cause.value])
            for effect in Effect
            for cause in Cause
            if (effect.value, cause.value) in counts
        )

    @property
    def changed(self) -> int:
        """Articles that both have and that are not the same."""
        return sum(tally.articles for tally in self.tallies)

    @property
    def effects(self) -> Counter[Effect]:
        """The changed articles by effect."""
        counted: Counter[Effect] = Counter()
        for tally in self.tallies:
            counted[tally.effect] += tally.articles
        return counted

    @property
    def text_changed(self) -> int:
        """Articles whose analysis text, texts.text, is another; a renamed one's may be too."""
        return self.effects[Effect.TEXT] + self._opened.number(
            "SELECT count(*) FROM renamed WHERE text_changed"
        )

    @property
    def common(self) -> int:
        """Articles that both have under the same id."""
        return self.b.articles - self.added - self.renamed

    @cached_property
    def shape(self) -> Shape:
        """Columns and values of the tables that came, went or were redefined."""
        return compare_shapes(self._opened.a, self._opened.b)

    @cached_property
    def tables(self) -> dict[str, tuple[int | None, int | None]]:
        """The tables whose rows differ anywhere in the package, with their rows on both sides."""
        mine, theirs = _contents(self._opened.a), _contents(self._opened.b)
        return {
            name: (mine.get(name, (None, ""))[0], theirs.get(name, (None, ""))[0])
            for name in {**mine, **theirs}
            if mine.get(name) != theirs.get(name)
        }

    @cached_property
    def described(self) -> tuple[str, ...]:
        """What the descriptors say differently of the whole, version and time of release aside."""
        mine, theirs = (side.package.plain() for side in (self._opened.a, self._opened.b))
        for stated in (mine, theirs):
            for name in _OF_A_RELEASE:
                stated.pop(name, None)
        return tuple(key for key in {**mine, **theirs} if mine.get(key) != theirs.get(key))

    def _repr_html_(self) -> str:
        counts = [
            f"{count:,} {word}"
            for word in ("added", "removed", "withdrawn", "renamed", "changed")
            if (count := getattr(self, word))
        ]
        said = ", ".join(counts) or "no article differs"
        return notebook.difference(
            f"{said}; the text of {self.text_changed:,} is another",
            [(tally.effect, tally.cause, f"{tally.articles:,}") for tally in self.tallies],
        )

    def each_added(self) -> Iterator[Added]:
        """The added articles, by outlet and id."""
        return (Added(*row) for row in self._each("added", "b", "article_id"))

    def each_removed(self) -> Iterator[Gone]:
        """The removed articles, by outlet and id."""
        return (Gone(*row) for row in self._each("removed", "a", "article_id", "NOT x.withdrawn"))

    def each_withdrawn(self) -> Iterator[Gone]:
        """The withdrawn articles, by outlet and id, without a word of theirs."""
        found = self._read(
            "SELECT article_id, outlet_id, now FROM removed WHERE withdrawn"
            " ORDER BY outlet_id, article_id"
        )
        reasons = articles.reasons(self._opened.b)
        return (Gone(row[0], row[1], None, row[2], reasons.get(row[0])) for row in found)

    def each_renamed(self) -> Iterator[Renamed]:
        """The renamed articles, by outlet and old id."""
        return (Renamed(*row) for row in self._read("FROM renamed ORDER BY outlet_id, article_id"))

    def each_changed(self, *, words: bool = False) -> Iterator[Changed]:
        """The changed articles, by outlet and id, with fields and blocks before and after.

        `words` compares the texts word by word, where they differ.
        """
        return fields.changed(self._opened, words=words)

    def _each(
        self, name: str, side: str, key: str, condition: str = "true"
    ) -> Iterator[tuple[Any, ...]]:
        more = ", x.now" if name == "removed" else ""
        return self._read(
            f"SELECT x.article_id, x.outlet_id, y.title{more} FROM {name} x"
            f" JOIN {side}.articles y USING ({key}) WHERE {condition}"
            " ORDER BY x.outlet_id, x.article_id"
        )

    def _read(self, query: str) -> Iterator[tuple[Any, ...]]:
        result = self._opened.connection.cursor().execute(query)
        while found := result.fetchmany(1024):
            yield from found


def compare(
    a: Dataset,
    b: Dataset,
    *,
    ids: Sequence[str] | None = None,
    names: tuple[str, str] | None = None,
    verify: bool = True,
) -> Diff:
    """Compare dataset `a` with dataset `b`, restricted to the articles `ids` where given.

    Tables with the same hash are not read; articles with the same record_sha256 are the same.
    `names` are what the sides are called. `verify` hashes every file first, since a skipped file
    is only as good as its hash.

    Raises UsageError for what holds no articles, IntegrityError for a file that is not the one
    declared.
    """
    for dataset in (a, b):
        require_corpus(dataset)
        if verify:
            require_intact(dataset)
    opened = Opened(a, b)
    restricted = ids is not None
    unknown = articles.restrict(opened, ids)
    articles.sets(opened, restricted=restricted)
    for name in ARTICLE_TABLES:
        if opened.differs(name):
            rows.differing(opened, name, "SELECT article_id FROM candidates")
        else:
            rows.none(opened, name)
    articles.inputs(opened)
    causes.classify(opened)
    articles.annotated(opened, restricted=restricted)
    articles.regrouped(opened, restricted=restricted)
    articles.reappearing(opened)
    called = names or (str(a.folder), str(b.folder))
    sides = [_side(opened, at, name) for at, name in zip("ab", called, strict=True)]
    return Diff(opened, sides[0], sides[1], unknown, restricted=restricted)


def _side(opened: Opened, at: str, name: str) -> Side:
    dataset = opened.a if at == "a" else opened.b
    facts = dataset.package.pressmark
    return Side(
        name,
        dataset.package.version,
        opened.number(f"SELECT count(*) FROM ids_{at}"),
        facts.producer if facts else None,
        facts.options_sha256 if facts else None,
        store.sha256_file(dataset.folder / store.DESCRIPTOR),
    )


def _contents(dataset: Dataset) -> dict[str, tuple[int, str]]:
    return {
        resource.pressmark.table: (resource.pressmark.rows, resource.pressmark.content_sha256)
        for resource in dataset.package.resources
        if resource.pressmark
    }
