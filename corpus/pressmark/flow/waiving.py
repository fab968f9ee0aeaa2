"""The file of waivers: found beside the settings, and written when findings are waived."""

from __future__ import annotations

import json
import re
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.check import waivers
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from pressmark.check.waivers import Waiver
    from pressmark.config import Config
    from pressmark_schema.findings import Finding

_HEAD = """\
# Findings that count no more: see `pressmark waive --help`. They change no package.
"""


def place(config: Config, named: Path | None = None) -> Path | None:
    """The file of waivers: the one named, else that of the settings; None where neither is."""
    if named is not None:
        return named
    return config.folder / config.validation.waivers if config.folder else None


def read(path: Path | None) -> tuple[list[Waiver], str]:
    """The waivers in the file and its text; none where there is no file.

    Raises UsageError where it is no file of waivers.
    """
    if path is None or not path.exists():
        return [], ""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    return waivers.parse(text, path.name), text


def entries(
    findings: Iterable[Finding], reason: str, by: str | None, expires: date | None
) -> list[Waiver]:
    """A waiver a code for these findings, by their fingerprints."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for finding in findings:
        names[finding.code].add(finding.finding_id)
    return [
        waivers.Waiver(
            code=code, reason=reason, findings=sorted(names[code]), by=by, expires=expires
        )
        for code in sorted(names)
    ]


def append(path: Path, made: Iterable[Waiver]) -> None:
    """Write the waivers behind what is in the file, which otherwise stays as it is.

    The file is exchanged in one step; raises UsageError where it is no file of waivers.
    """
    _, text = read(path)
    head = text or _HEAD
    head += "" if head.endswith("\n") else "\n"
    data = head + "".join(f"\n{_written(waiver)}" for waiver in made)
    waivers.parse(data, path.name)
    replace_file(path, data)


def replace_file(path: Path, text: str) -> None:
    """Exchange the file for one with `text` in one step; its permissions stay."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, delete=False) as file:
        file.write(text.encode())
    made = Path(file.name)
    made.chmod(mode)
    made.replace(path)


def _written(waiver: Waiver) -> str:
    """The entry in TOML, whose strings are written as JSON's."""
    lines = ["[[waiver]]", f"code = {_quoted(waiver.code)}"]
    if waiver.article is not None:
        lines.append(f"article = {_quoted(waiver.article)}")
    lines.append(f"reason = {_quoted(waiver.reason)}")
    if waiver.by is not None:
        lines.append(f"by = {_quoted(waiver.by)}")
    if waiver.expires is not None:
        lines.append(f"expires = {waiver.expires.isoformat()}")
    if waiver.findings is not None:
        lines += ["findings = [", *(f"  {_quoted(name)}," for name in waiver.findings), "]"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def forget(path: Path, articles: Collection[str], findings: Collection[str]) -> int:
    """Take out of the file what it says of these articles, by id, and findings, by fingerprint.

    What is about nothing else goes as a whole; all that is about others stays as it stands. The
    number of entries that changed or went.
    """
    known, text = read(path)
    head, *entries = re.split(r"^(?=\[\[waiver\]\]\s*$)", text, flags=re.MULTILINE)
    if len(entries) != len(known):
        raise UsageError(f"{path}: write each entry as [[waiver]] on a line of its own")
    kept, changed = [head], 0
    for waiver, entry in zip(known, entries, strict=True):
        left = [name for name in waiver.findings or () if name not in findings]
        if waiver.article in articles or (waiver.findings and not left):
            changed += 1
        elif waiver.findings and len(left) < len(waiver.findings):
            kept.append(f"{_written(waiver.model_copy(update={'findings': left}))}\n")
            changed += 1
        else:
            kept.append(entry)
    if changed:
        replace_file(path, "".join(kept))
    return changed
