"""Withdrawing: what is asked for and what says the same, planned first, then written down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pressmark.flow import beside, cache, corrections, show, withdrawn
from pressmark.flow.waiving import replace_file
from pressmark.read import formats
from pressmark_schema.errors import UsageError
from pressmark_schema.generate.sql import literal, quoted
from pressmark_schema.tables import TABLES_OF_ARTICLES
from pressmark_schema.vocabulary import IdBasis
from pressmark_schema.withdrawals import FILE, Withdrawal, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from pressmark.config import Config
    from pressmark.dataset import Dataset
    from pressmark.flow.show import Row, Shown
    from pressmark_schema.withdrawals import Reason

_LEAST = 4
"""Words from which a headline that stands elsewhere is this one."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that holds the words: an article, or where `block` is given a block of it.

    `relation` is empty for what was asked for; else how it relates: a relation of duplicates with
    its score, `repeats` where the same words stand in another block, or that only a version has it.
    `seq` is the block's rank.
    """

    article_id: str
    path: str | None
    title: str | None
    block: str | None = None
    seq: int | None = None
    relation: str = ""


@dataclass(frozen=True)
class Plan:
    """What will be withdrawn, as entries of the list and for people; `others` hold the words too.

    `earlier` are the entries that the list has already of what was asked for.

    `fresh` are those that are not on the list yet. `fingerprints` are the findings about what
    is withdrawn, `slices` the hashes of withdrawn blocks' sources, each with its article and those
    of its neighbours.
    """

    made: tuple[Withdrawal, ...]
    fresh: tuple[Withdrawal, ...]
    targets: tuple[Target, ...]
    others: tuple[Target, ...] = ()
    fingerprints: frozenset[str] = frozenset()
    slices: tuple[tuple[str, str | None, str | None, str | None], ...] = ()
    words: tuple[str, ...] = ()
    earlier: tuple[Withdrawal, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: entries of the list, corrections and waivers that went."""

    withdrawals: int
    corrections: int
    waivers: int

    @property
    def any(self) -> bool:
        """Whether a file was changed."""
        return bool(self.withdrawals or self.corrections or self.waivers)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be withdrawn: ids of articles or blocks, or their beginnings, and why and when.

    `with_duplicates` takes what says the same as well.
    """

    keys: Sequence[str]
    reason: Reason
    day: date | None
    with_duplicates: bool = False


def plan(dataset: Dataset, asked: Asked, config: Config) -> Plan:
    """What withdrawing something means; nothing is written.

    An article that the list has, and the dataset no longer, is none of the targets: its entry is
    among the earlier ones. Raises UsageError where a key names nothing, or several things.
    """
    listed = withdrawn.listed(config)
    found, same, earlier = list[Target](), list[Target](), list[Withdrawal]()
    for key in asked.keys:
        try:
            shown = show.of_dataset(dataset, key.partition("_")[0])
        except UsageError:
            if not (known := _whole(listed, key)):
                raise
            earlier += known
            continue
        if "_" in key:
            block = _block(shown, key)
            found.append(_of_block(shown, block))
            same += list(_repeats(dataset, shown, block))
        else:
            found.append(_of_article(shown))
            same += list(_duplicates(dataset, shown))
    asked_for = {(item.article_id, item.block) for item in found}
    same = [item for item in _once(same) if (item.article_id, item.block) not in asked_for]
    taken = [item for item in same if not item.relation.startswith("quotes")]
    targets = _once([*found, *(taken if asked.with_duplicates else ())])
    others = [item for item in same if item not in targets]
    made = _planned(dataset, asked, config, (targets, others))
    return replace(made, made=(*made.made, *earlier), earlier=(*made.earlier, *earlier))


def _whole(listed: withdrawn.Withdrawn, key: str) -> list[Withdrawal]:
    """The entries for the article `key`, an id or the beginning of one, as a whole."""
    known = {name for item in listed.listed for name in item.names if name.startswith(key)}
    entries = listed.of(sorted(known))
    several = len({item.id for item in entries}) > 1
    return [] if several else [item for item in entries if item.span is None]


def carry_out(plan: Plan, config: Config) -> Written:
    """Write the list, and take out of corrections and waivers what is about what was withdrawn.

    Each file is exchanged in one step, the list first: a run that is cut may be run again. Raises
    UsageError where there are no settings beside which the list lies, or a file is none.
    """
    file = withdrawn.place(config)
    if file is None:
        raise UsageError(
            "there is no pressmark.toml beside which to keep the list of what is withdrawn",
            hint="make a corpus folder: pressmark init; or name the settings with --config",
        )
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    text += "" if text.endswith("\n") or not text else "\n"
    if plan.fresh:
        replace_file(file, text + "".join(map(written, plan.fresh)))
    cache.forget(config)
    return Written(len(plan.fresh), beside.correct(plan, config), beside.unwaive(plan, config))


def _planned(
    dataset: Dataset, asked: Asked, config: Config, found: tuple[list[Target], list[Target]]
) -> Plan:
    listed = {(item.id, item.span): item for item in withdrawn.listed(config).listed}
    made: list[Withdrawal] = []
    slices, words = [], list[str]()
    for target in found[0]:
        shown = show.of_dataset(dataset, target.article_id)
        block = None if target.block is None else _block(shown, target.block)
        words += [block["text"]] if block else _words(shown)
        made.append(_withdrawal(shown, block, asked, _aliases(dataset, shown)))
        if block is not None:
            slices.append(_slice(shown, block))
    new = tuple(item for item in made if (item.id, item.span) not in listed)
    whole = [item.id for item in made if item.span is None]
    return Plan(
        tuple(made),
        new,
        tuple(found[0]),
        tuple(found[1]),
        frozenset(_fingerprints(dataset, whole, [t.block for t in found[0] if t.block])),
        tuple(slices),
        tuple(words),
        tuple(listed[item.id, item.span] for item in made if (item.id, item.span) in listed),
    )


def _aliases(dataset: Dataset, shown: Shown) -> tuple[str, ...]:
    """The other ids by which an article is known for good.

    A rank in a file of many is none: once a record is put in front, another article has it.
    """
    rows = shown.rows["aliases"]
    if any(row["alias_basis"] == IdBasis.PATH for row in rows) and _is_record(dataset, shown):
        rows = [row for row in rows if row["alias_basis"] != IdBasis.PATH]
    return tuple(sorted(row["alias_id"] for row in rows))


def _is_record(dataset: Dataset, shown: Shown) -> bool:
    """Whether a document of the article came in a file of many."""
    with dataset.connect() as connection:
        rows = connection.execute(
            "SELECT DISTINCT reader FROM captures JOIN sources USING (source_id) "
            "WHERE article_id = $1",
            [shown.article["article_id"]],
        ).fetchall()
    return any(formats.is_of_many(row[0]) for row in rows)


def _withdrawal(
    shown: Shown, block: Row | None, asked: Asked, aliases: tuple[str, ...]
) -> Withdrawal:
    span = None
    if block is not None:
        if block["src_start"] is None:
            raise UsageError(
                f"{block['block_id']}: nobody recorded where in the source it stands",
                hint="withdraw the article",
            )
        span = (block["src_start"], block["src_end"])
    return Withdrawal(
        id=shown.article["article_id"],
        span=span,
        aliases=aliases,
        reason=asked.reason,
        date=asked.day,
    )


def _words(shown: Shown) -> list[str]:
    """What an article says: its headings, its blocks."""
    said = [shown.article[name] for name in ("title", "subtitle", "kicker")]
    return [*filter(None, said), *(row["text"] for row in shown.blocks)]


def _block(shown: Shown, key: str) -> Row:
    found = [row for row in shown.blocks if row["block_id"].startswith(key)]
    if len(found) != 1:
        hint = (
            "give the id of one block; `pressmark show --format json` has them. One that is "
            "withdrawn, or that only an earlier version had, is none of the package"
        )
        raise UsageError(f"{key}: {len(found)} blocks fit", hint=hint)
    return found[0]


def _of_article(shown: Shown, relation: str = "") -> Target:
    article = shown.article
    return Target(article["article_id"], shown.path, article["title"], relation=relation)


def _of_block(shown: Shown, block: Row, relation: str = "") -> Target:
    whole = _of_article(shown, relation)
    return replace(whole, block=block["block_id"], seq=block["seq"])


def _once(targets: Iterable[Target]) -> list[Target]:
    found: dict[tuple[str, str | None], Target] = {}
    for item in targets:
        found.setdefault((item.article_id, item.block), item)
    return list(found.values())


def _cluster(dataset: Dataset, article_id: str) -> list[tuple[str, str]]:
    """The other members of an article's cluster, each with how it is related."""
    if "duplicates" not in dataset.files:
        return []
    with dataset.connect() as connection:
        rows = connection.execute(
            "SELECT article_id, coalesce(dup_relation || ' of ' || matched_id || ', ' || "
            "score // 10 || ' %', 'representative') FROM duplicates "
            "WHERE dup_cluster = (SELECT dup_cluster FROM duplicates WHERE article_id = $1) "
            "AND article_id <> $1 ORDER BY article_id",
            [article_id],
        ).fetchall()
    return [(str(name), str(relation)) for name, relation in rows]


def _duplicates(dataset: Dataset, shown: Shown) -> Iterator[Target]:
    """The other members of its cluster, then the blocks elsewhere that quote it."""
    own = shown.article["article_id"]
    members = _cluster(dataset, own)
    for name, relation in members:
        yield _of_article(show.of_dataset(dataset, name), relation)
    known = ", ".join(map(literal, [own, *(name for name, _ in members)]))
    texts = [row["text"] for row in shown.blocks if _long(row["text"], withdrawn.GRAM)]
    title = shown.article["title"]
    same = f"text IN ({', '.join(map(literal, texts)) or 'NULL'})"
    if title and _long(title, _LEAST):
        same += f" OR contains(text, {literal(title)})"
    yield from _found(dataset, f"article_id NOT IN ({known}) AND ({same})", "quotes it")


def _repeats(dataset: Dataset, shown: Shown, block: Row) -> Iterator[Target]:
    """The other blocks, of the article and of its cluster, that say the block's words again."""
    known = withdrawn.Words([block["text"]])
    names = [shown.article["article_id"]]
    names += [name for name, _ in _cluster(dataset, names[0])]
    for name in names:
        other = show.of_dataset(dataset, name)
        for row in other.blocks:
            if row["block_id"] != block["block_id"] and known.said(row["text"]):
                yield _of_block(other, row, "repeats it")


def _found(dataset: Dataset, condition: str, relation: str) -> Iterator[Target]:
    with dataset.connect() as connection:
        rows = connection.execute(
            f"SELECT article_id, block_id, seq FROM blocks WHERE {condition} ORDER BY ALL"
        ).fetchall()
    for article_id, block, seq in rows:
        yield Target(article_id, None, None, block, seq, relation)


def _long(text: str, words: int) -> bool:
    return len(text.split()) >= words


def _slice(shown: Shown, block: Row) -> tuple[str, str | None, str | None, str | None]:
    """The article, and the hashes of a block's source slice and of those around it."""
    at = shown.blocks.index(block)
    around = [
        shown.raw(shown.blocks[place]) if 0 <= place < len(shown.blocks) else None
        for place in (at, at - 1, at + 1)
    ]
    own, left, right = (None if raw is None else corrections.slice_sha256(raw) for raw in around)
    return shown.article["article_id"], own, left, right


def _fingerprints(
    dataset: Dataset, articles: Sequence[str], blocks: Sequence[str]
) -> Iterator[str]:
    """The findings about these articles and blocks, or about a row of theirs."""
    if "findings" not in dataset.files:
        return
    whole = ", ".join(map(literal, articles)) or "NULL"
    parts = ", ".join(map(literal, blocks)) or "NULL"
    rows = []
    for name in (*TABLES_OF_ARTICLES, "captures"):
        if name in dataset.files:
            table = dataset.schema[name]
            mine = f"{table.article or 'article_id'} IN ({whole})"
            if "block_id" in table.column_names:
                mine += f" OR block_id IN ({parts})"
            rows.append(
                f"SELECT {literal(name)}, {quoted(table.key[0])} FROM {quoted(name)} WHERE {mine}"
            )
    with dataset.connect() as connection:
        found = connection.execute(
            f"SELECT finding_id FROM findings WHERE (on_table, row_id) IN ({' UNION '.join(rows)})"
        ).fetchall()
    yield from (str(row[0]) for row in found)


def watched(stages: dict[str, dict[str, Any]]) -> bool:
    """Whether a stage of a pipeline runs again when the list changes."""
    deps = [stage.get("deps") for stage in stages.values()]
    return any(FILE in some for some in deps if isinstance(some, list))
