"""How a scan reads: what is there, how it would be read, and the settings it proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark_cli import counts, layout, reasons, render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark.flow.scan.seen import Dump, Encoding, Ending, MetadataTable, Scan

_MOST = 12
_MOST_KEYS = 30
_BASES = {
    "bom": "by its byte order mark",
    "declared": "declared for these files",
    "fallback": "declared as a fallback",
}
_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_STEP = 1000
_PRECISIONS = ("second", "minute", "day", "month", "interval", "year", "unknown")
_NAME = 14


def show(scan: Scan) -> None:
    """Print a scan for a person: facts first, then the proposed pressmark.toml."""
    columns = layout.columns()
    _files(scan)
    if scan.sampled:
        _encodings(scan, columns)
        _places(scan, columns)
        if scan.accepted:
            _headers(scan, columns)
            _texts(scan, columns)
            _dates(scan, columns)
            counts.heading("Languages of articles")
            counts.bars(dict(scan.languages.most_common()), columns)
        _quarantined(scan, columns)
    _tables(scan, columns)
    _dumps(scan, columns)
    counts.heading("Proposed pressmark.toml")
    render.out(render.safe(scan.proposal).rstrip("\n"))


def _files(scan: Scan) -> None:
    if scan.config:
        render.out(f"settings in force: {render.line(scan.config)}")
    globs = ", ".join(render.line(glob) for glob in scan.include)
    total_size = size(sum(ending.bytes for ending in scan.endings if ending.read))
    total = counts.number(scan.files, "file")
    render.out(render.styled(f"{total} would be read ({total_size}): {globs}", "bold"))
    if not scan.included:
        render.out(
            render.styled(f"… if include were {globs}; as things are, nothing would be", "yellow")
        )
    if scan.sampled < scan.files:
        render.out(f"{scan.sampled:,} of them, spread evenly, were looked into (--sample)")
    read = [ending for ending in scan.endings if ending.read]
    for ending in read if len(read) > 1 else []:
        render.out(f"  read: {_ending(ending)}")
    left = [ending for ending in scan.endings if not ending.read]
    for ending in left[:_MOST]:
        also = "; could be read" if ending in scan.could_be_read else ""
        render.out(f"  left out: {_ending(ending)}{also}")
    if len(left) > _MOST:
        render.out(f"  left out: {counts.number(len(left) - _MOST, 'other ending')}")
    for path in scan.below[:_MOST]:
        render.out(f"  not in force here: {render.line(path)}, settings of a folder below")
    if scan.linked_folders:
        render.out(f"  left out: {counts.number(scan.linked_folders, 'linked folder')}")


def _ending(ending: Ending) -> str:
    name = render.line(ending.ending) or "(no ending)"
    return f"{ending.files:,} {name}, {size(ending.bytes)}"


def _encodings(scan: Scan, columns: int) -> None:
    counts.heading("Encodings")
    for seen in scan.encodings:
        _example(seen.files, _encoding(seen), seen.example, "", columns)
    if not scan.undecoded:
        return
    render.out(f"  {scan.undecoded:>6,} not UTF-8; words as each encoding would read them:")
    if not scan.readings:
        render.out(f"{'':9}none reads plausibly: perhaps these are no texts")
    for reading in scan.readings:
        words = " ".join(render.line(word) for word in reading.words)
        head = f"{'':9}{reading.encoding:<{_NAME}}{reading.files:>6,}  "
        room = columns - len(head)
        for at, text in enumerate(layout.wrapped(words, room)):
            render.out((head if at == 0 else " " * len(head)) + text)
    _wrapped("If the words of one are right, declare it in encodings, after utf-8.", columns, 9)


def _encoding(seen: Encoding) -> str:
    return f"{seen.encoding} {_BASES[seen.basis]}" if seen.basis in _BASES else seen.encoding


def _headers(scan: Scan, columns: int) -> None:
    if scan.forms:
        counts.heading("Headers")
    for form in scan.forms:
        name = "no header" if form.rule == "none" else f"{reasons.rule(form.rule)} ({form.rule})"
        _example(form.files, name, form.example, form.opening, columns)
        stated = {name: count for name, count in form.columns.items() if name != "published_edtf"}
        if stated:
            listed = ", ".join(f"{name} {count:,}" for name, count in stated.items())
            _wrapped(f"states also: {listed}", columns, 9)


def _texts(scan: Scan, columns: int) -> None:
    counts.heading("Texts")
    for name, seen in (
        ("blocks", scan.separation),
        ("line ends", scan.line_ends),
        ("titles", scan.titles),
    ):
        listed = "; ".join(f"{word}: {count:,}" for word, count in seen.most_common())
        if not listed:
            continue
        for at, text in enumerate(layout.wrapped(listed, columns - _NAME - 2)):
            render.out(f"  {'' if at else name:<{_NAME}}{text}")


def _places(scan: Scan, columns: int) -> None:
    counts.heading("Places")
    places = scan.places
    if places is None:
        render.out("  no path pattern fits: outlets and years are not told by folders or names")
        return
    render.out(f"  {render.line(places.pattern)} fits {places.files:,} of {scan.files:,} files")
    for name, found in (("outlets", places.outlets), ("years", places.years)):
        if found:
            _wrapped(f"{name}: {_listed(found)}", columns, 2)


def _listed(found: Mapping[str, int]) -> str:
    shown = [f"{render.line(name)} {count:,}" for name, count in list(found.items())[:40]]
    more = f", and {len(found) - len(shown):,} more" if len(found) > len(shown) else ""
    return ", ".join(shown) + more


def _dates(scan: Scan, columns: int) -> None:
    counts.heading("Dates")
    if scan.months:
        counts.by_month({"articles": scan.months}, scan.months, columns)
    counts.bars({p: scan.precision[p] for p in _PRECISIONS if scan.precision[p]}, columns)
    for basis, count in scan.basis.most_common():
        render.out(f"  {count:>6,} {reasons.published(basis)}")


def _quarantined(scan: Scan, columns: int) -> None:
    counts.heading("Quarantine")
    render.out(f"{scan.sampled:,} = {scan.accepted:,} + {scan.quarantined.total():,} quarantined")
    for reason, count in scan.quarantined.most_common():
        render.out(f"  {render.styled(reason, 'yellow')} {count:,}")
        for path, why, detail in scan.examples:
            if why == reason:
                _wrapped(f"{render.line(path)}: {render.line(detail)}", columns, 4)


def _dumps(scan: Scan, columns: int) -> None:
    if not scan.dumps:
        return
    counts.heading("Files of many records")
    for dump in scan.dumps:
        _wrapped(_dump(dump), columns, 2)


def _dump(dump: Dump) -> str:
    head = f"{render.line(dump.path)} ({dump.reader})"
    if dump.problem:
        return f"{head}: {render.line(dump.problem)}"
    number = "too large to count" if dump.records is None else f"{dump.records:,} records"
    keys = ", ".join(render.line(key) for key in dump.keys[:_MOST_KEYS])
    if not dump.named:
        return f"{head}: {number} with {keys}; which key is the text is to be declared"
    pairs = ", ".join(f"{ours} = {render.line(theirs)}" for ours, theirs in dump.fields.items())
    return f"{head}: {number} with {keys}; {dump.named}: {pairs}"


def _tables(scan: Scan, columns: int) -> None:
    if not scan.tables:
        return
    counts.heading("Metadata tables")
    for table in scan.tables:
        _wrapped(_table(scan, table), columns, 2)


def _table(scan: Scan, table: MetadataTable) -> str:
    name, key = render.line(table.path), render.line(table.key)
    if table.problem:
        why = render.line(table.problem)
        return f"{name} has a column {key} of files, but cannot be used: {why}"
    own = ", ".join(render.line(column) for column in table.own)
    return (
        f"{name}: column {key} names {table.matched:,} of {scan.files:,} files in {table.rows:,} "
        f"rows; understood: {', '.join(render.line(c) for c in table.columns) or 'no column'}"
        + (f"; of this corpus alone: {own}" if own else "")
    )


def _example(count: int, text: str, path: str, opening: str, columns: int) -> None:
    """Print a count of what, and below it one file's path and how its text begins."""
    render.out(f"  {count:>6,} {text}")
    for shown in (path, opening):
        if shown:
            cut = layout.shortened(render.line(shown), columns - 9)
            render.out(f"{'':9}{render.styled(cut, 'dim')}")


def _wrapped(text: str, columns: int, indent: int) -> None:
    for at, line in enumerate(layout.wrapped(text, columns - indent - 2)):
        render.out(" " * (indent + (2 if at else 0)) + line)


def size(count: int) -> str:
    """Bytes for a person: `140 bytes`, `1.3 MB`."""
    amount, rank = float(count), 0
    while amount >= _STEP and rank < len(_UNITS) - 1:
        amount, rank = amount / _STEP, rank + 1
    digits = 0 if rank == 0 else 1
    return f"{amount:.{digits}f} {_UNITS[rank]}"
