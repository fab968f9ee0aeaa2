"""The sample of a scan: each of its files looked into as a build would, nothing kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from pressmark import parse
from pressmark.flow import reading
from pressmark.flow.metadata import InvalidMetadataError
from pressmark.flow.record import record
from pressmark.flow.scan import places, texts
from pressmark.flow.scan.readings import Readings
from pressmark.flow.scan.seen import LANGUAGES, Encoding
from pressmark.flow.stats import months
from pressmark_schema.documents import Quarantined
from pressmark_schema.errors import UsageError
from pressmark_schema.vocabulary import EncodingBasis, QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pressmark.flow.intake import Item
    from pressmark.flow.options import Options
    from pressmark.flow.scan.seen import Scan
    from pressmark.flow.stats import Dates
    from pressmark_schema.documents import Document

_EXAMPLES = 3


class Sampling:
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
        config = self.options.config
        if reading.is_divided(item, config):
            self._records(item)
            return
        raw = item.load(config.read.max_bytes)
        source, (document,) = reading.read(raw, config.read)
        assert source is not None  # noqa: S101 - of a part of a file alone it may be
        self.made.sampled += 1
        if source.encoding:
            key = (source.encoding, source.encoding_basis.value)
            self.encodings[key] += 1
            self.shown.setdefault(key, raw.path)
        if _foreign(source.encoding, source.encoding_basis, document):
            self.readings.add(raw.data)
        self._captured(document)

    def _records(self, item: Item) -> None:
        """Look into the first documents of a file of many; one that is not mapped is left out."""
        try:
            batch = next(reading.batches([item], self.options.config, {}), [])
        except UsageError:
            return
        for unit in reading.load(batch, self.options.config.read.max_bytes):
            for document in reading.read(unit, self.options.config.read)[1]:
                self.made.sampled += 1
                self._captured(document)

    def _captured(self, document: Document | Quarantined) -> None:
        if isinstance(document, Quarantined):
            self._refused(document.path, document.reason, document.detail)
        else:
            self._document(document)

    def _document(self, document: Document) -> None:
        try:
            made = record(document, self.options)
        except InvalidMetadataError as error:
            self._refused(document.path, error.reason, str(error))
            return
        article, text = made.rows["articles"][0], made.rows["texts"][0]
        if document.page is None:
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
        if "languages" in self.options.config.corpus.model_fields_set:
            return declared
        body = [block["text"] for block in blocks if block["text_start"] is not None]
        return parse.article_language(body, LANGUAGES)

    def _refused(self, path: str, reason: str, detail: str) -> None:
        if self.made.quarantined[str(reason)] < _EXAMPLES:
            self.made.examples.append((path, str(reason), detail))
        self.made.quarantined[str(reason)] += 1


def _foreign(encoding: str | None, basis: EncodingBasis, document: Document | Quarantined) -> bool:
    """Whether a file's encoding is for a person to judge: neither UTF-8 nor marked."""
    if isinstance(document, Quarantined) and encoding is None:
        return document.reason in {QuarantineReason.UNDECODABLE, QuarantineReason.BINARY}
    return encoding not in {None, "utf-8"} and basis is not EncodingBasis.BOM
