"""A look before reading: what files there are, how they would be read, which settings fit."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pressmark import config as configuration
from pressmark import parse
from pressmark.flow.intake import Item, take
from pressmark.flow.metadata import InvalidMetadataError
from pressmark.flow.options import Options
from pressmark.flow.record import record
from pressmark.flow.scan import places, tables, texts
from pressmark.flow.scan.proposal import Proposal, compose, corpus_name
from pressmark.flow.scan.readings import WIDE, Readings, likely
from pressmark.flow.scan.seen import Encoding, Ending, Scan
from pressmark.flow.stats import months
from pressmark.read import flat, paths
from pressmark.read.discover import Discovery, discover
from pressmark_schema.documents import Quarantined
from pressmark_schema.vocabulary import EncodingBasis, QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pressmark.config import Config
    from pressmark.flow.stats import Dates
    from pressmark.read.discover import Found
    from pressmark_schema.documents import Document

__all__ = ["SAMPLE", "scan"]

SAMPLE = 2_000
"""Files that are looked into unless told otherwise: some five seconds' work."""

_NO_ARTICLES = frozenset(
    ".csv .tsv .xlsx .json .jsonl .ndjson .md .rst .toml .yaml .yml .py .html .htm .xml .warc .log "
    ".pdf .doc .docx .odt .rtf .zip .gz .xz .zst .7z .tar .parquet .png .jpg .jpeg .gif".split()
)
"""Endings that are never proposed as flat text."""
_COMMON = ("de", "en", "fr", "it", "es", "pt", "nl", "da", "sv", "no", "fi", "pl", "cs", "hu")
"""The languages among which an article's is sought while none is declared."""
_FEW = 100
"""A language seen in less than one in this many articles is not proposed: it may be mistaken."""
_EXAMPLES = 3


def scan(
    operands: Sequence[Path],
    config: Config,
    *,
    sample: int = SAMPLE,
    progress: Callable[[int], None] | None = None,
) -> Scan:
    """Look at what `operands` name without reading anything into a corpus or writing anything.

    `sample` files, spread evenly over the sorted paths, are looked into; the same ones each time.
    Raises UsageError for an operand that is not there or a configuration that cannot be used.
    """
    every = discover(operands, _everything(config))
    chosen, include, included = _chosen(operands, config, every)
    trial = config.model_copy(
        update={"read": config.read.model_copy(update={"include": include})}
    )
    wanted = {found.path for found in chosen.files}
    left = [found for found in every.files if found.path not in wanted]
    made = Scan(_named(config), include, included, files=len(chosen.files))
    made.linked_folders = every.left_out["linked folder"]
    made.endings = [*_endings(chosen.files, read=True), *_endings(left, read=False)]
    names = [found.path for found in chosen.files]
    made.places = _places(names, trial)
    if made.places and not trial.read.paths:
        with_paths = trial.read.model_copy(update={"paths": [made.places.pattern]})
        trial = trial.model_copy(update={"read": with_paths})
    made.tables = tables.find(left, names)
    _Sampling(made, Options(trial)).run(_items(operands, trial, chosen), sample, progress)
    made.proposal = compose(_proposal(made, operands, trial))
    return made


def _everything(config: Config) -> Config:
    read = config.read.model_copy(update={"include": ["*"], "exclude": []})
    return config.model_copy(update={"read": read})


def _chosen(
    operands: Sequence[Path], config: Config, every: Discovery
) -> tuple[Discovery, list[str], bool]:
    """The files to read by the globs in force or, where these find none, by the commonest ending."""
    chosen = discover(operands, config)
    endings = Counter(
        found.location.suffix
        for found in every.files
        if found.location.suffix.lower() not in _NO_ARTICLES
    )
    if chosen.files or not endings:
        return chosen, list(config.read.include), True
    include = [f"*{endings.most_common(1)[0][0]}"]
    read = config.read.model_copy(update={"include": include})
    return discover(operands, config.model_copy(update={"read": read})), include, False


def _endings(files: Sequence[Found], *, read: bool) -> list[Ending]:
    counts: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for found in files:
        counts[found.location.suffix] += 1
        sizes[found.location.suffix] += _size(found)
    return [Ending(name, count, sizes[name], read) for name, count in counts.most_common()]


def _size(found: Found) -> int:
    try:
        return found.location.stat().st_size
    except OSError:
        return 0


def _places(names: Sequence[str], config: Config) -> places.Places | None:
    if not names:
        return None
    if config.read.paths:
        return places.counted(names, config.read.paths)
    ending = Counter(PurePosixPath(name).suffix for name in names).most_common(1)[0][0]
    return places.propose(names, ending)


def _items(operands: Sequence[Path], config: Config, chosen: Discovery) -> list[Item]:
    if config.metadata is not None and chosen.files:
        return take(operands, config).items
    return [Item(found, {}, "") for found in chosen.files]


class _Sampling:
    """Looks into the files of the sample, one after the other, and fills in the scan."""

    def __init__(self, made: Scan, options: Options) -> None:
        self.made, self.options = made, options
        self.forms, self.readings = texts.Forms(), Readings()
        self.encodings: Counter[tuple[str, str]] = Counter()
        self.shown: dict[tuple[str, str], str] = {}
        self.days: defaultdict[str, list[Dates]] = defaultdict(list)

    def run(
        self, items: Sequence[Item], sample: int, progress: Callable[[int], None] | None
    ) -> None:
        """Look into `sample` of `items`."""
        for item in places.spread(items, sample):
            self._file(item)
            if progress:
                progress(1)
        made = self.made
        made.encodings = [
            Encoding(*key, files, self.shown[key]) for key, files in self.encodings.most_common()
        ]
        made.undecoded, made.readings = self.readings.files, self.readings.found()
        made.forms = self.forms.found()
        made.outlets = {name: months(days) for name, days in sorted(self.days.items())}
        made.months = months(pair for days in self.days.values() for pair in days)

    def _file(self, item: Item) -> None:
        read = self.options.config.read
        raw = item.load(read.max_bytes)
        source, document = flat.read(raw, read, paths.path_fields(raw.path, read.paths))
        self.made.sampled += 1
        if source.encoding:
            key = (source.encoding, source.encoding_basis.value)
            self.encodings[key] += 1
            self.shown.setdefault(key, raw.path)
        if _foreign(source.encoding, source.encoding_basis, document):
            self.readings.add(raw.data)
        if isinstance(document, Quarantined):
            self._refused(raw.path, document.reason, document.detail)
        else:
            self._document(document)

    def _document(self, document: Document) -> None:
        try:
            made = record(document, self.options)
        except InvalidMetadataError as error:
            self._refused(document.path, error.reason, str(error))
            return
        article, text = made.rows["articles"][0], made.rows["texts"][0]
        segmented = parse.segment(document.text)
        self.forms.add(document.path, document.text, segmented)
        self.made.separation[texts.separation(document.text, segmented)] += 1
        self.made.line_ends[texts.line_ends(document.text)] += 1
        self.made.titles[str(article["title_basis"])] += 1
        self.made.precision[str(article["published_precision"])] += 1
        self.made.basis[str(article["published_basis"])] += 1
        self.made.languages[self._language(article["lang"], made.rows["blocks"])] += 1
        self.days[article["outlet_id"]].append((text["date_from"], text["date_to"]))

    def _language(self, declared: str, blocks: Sequence[dict[str, Any]]) -> str:
        """The article's language: by the settings, else the likeliest among many."""
        if self.options.config.corpus.languages:
            return declared
        body = [block["text"] for block in blocks if block["text_start"] is not None]
        return parse.article_language(body, _COMMON)

    def _refused(self, path: str, reason: str, detail: str) -> None:
        if self.made.quarantined[str(reason)] < _EXAMPLES:
            self.made.examples.append((path, str(reason), detail))
        self.made.quarantined[str(reason)] += 1


def _foreign(encoding: str | None, basis: EncodingBasis, document: Document | Quarantined) -> bool:
    """Whether a file's encoding is for a person to judge: neither UTF-8 nor marked."""
    if isinstance(document, Quarantined) and encoding is None:
        return document.reason in {QuarantineReason.UNDECODABLE, QuarantineReason.BINARY}
    return encoding not in {None, "utf-8"} and basis is not EncodingBasis.BOM


def _named(config: Config) -> str | None:
    return str(config.folder / configuration.FILE) if config.folder else None


def _proposal(made: Scan, operands: Sequence[Path], config: Config) -> Proposal:
    usable = [table for table in made.tables if not table.problem]
    table = max(usable, key=lambda table: table.matched, default=None)
    languages = [
        code
        for code, count in made.languages.most_common()
        if code != "und" and _FEW * count >= made.accepted
    ]
    of_blocks = config.corpus.block_languages
    encodings, why, sure = _encodings(made, config)
    folder = operands[0] if operands[0].is_dir() else operands[0].parent
    return Proposal(
        name=corpus_name(folder.resolve().name),
        languages=languages or of_blocks,
        block_languages=[*of_blocks, *(code for code in languages if code not in of_blocks)],
        languages_why="Seen in the sample: " + _counts(made.languages) if languages else _LANGUAGES,
        include=made.include,
        encodings=encodings,
        encodings_why=why,
        encodings_sure=sure,
        paths=[made.places.pattern] if made.places and not config.read.paths else config.read.paths,
        paths_why=_fits(made),
        table=table.path if table else None,
        key=table.key if table else "file",
        table_why=_TABLE if table is None else f"{table.matched:,} of {made.files:,} files have a row.",
        fields=table.own if table else {},
    )


_LANGUAGES = "The languages of whole articles, and those that a block may be in."
_TABLE = "A table with a row a file; its columns are matched by their names."
_ORDER = "Tried in this order; a file that none of them decodes is quarantined, never guessed."


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common()) + "."


def _fits(made: Scan) -> str:
    return f"Fits {made.places.files:,} of {made.files:,} files." if made.places else ""


def _encodings(made: Scan, config: Config) -> tuple[list[str], list[str], bool]:
    """The encodings to propose, the reasons, and whether they may stand without a person's look."""
    chosen = list(config.read.encodings)
    narrow = [reading for reading in made.readings if reading.encoding not in WIDE]
    refused = sum(made.quarantined[reason] for reason in ("undecodable",))
    if not refused or not narrow:
        return chosen, [_ORDER], True
    best = likely(narrow, max(reading.files for reading in narrow))
    shown = best or narrow[0].encoding
    words = next(reading.words for reading in narrow if reading.encoding == shown)
    said = f"Not {', '.join(chosen)}: {refused:,} of {made.sampled:,} files; as {shown} they read: "
    why = [_ORDER, said + " ".join(words), "If these words are wrong, try another encoding."]
    return [*chosen, shown], why, best is not None
