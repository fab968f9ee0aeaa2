"""Foreign files and foreign texts: refused in words, shown without driving anything."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import pressmark
from pressmark import check, store
from pressmark.config import Config
from pressmark_cli.app import app
from pressmark_schema.errors import PressmarkError

if TYPE_CHECKING:
    from pathlib import Path

ESCAPES = "\x1b]0;owned\x07\x1b[2J\u202e"
HOSTILE = f"Title: Die {ESCAPES} Fähre\n\nDie Fähre {ESCAPES} fährt wieder, sagte sie am Montag.\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The package of one article full of terminal escapes."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(HOSTILE, encoding="utf-8")
    pressmark.build([raw], tmp_path / "package", Config(), jobs=1)
    return tmp_path / "package"


def harmless(text: str) -> bool:
    return not any(char in text for char in "\x1b\x07\u202e")


@pytest.mark.parametrize("command", ["show", "stats", "validate"])
def test_what_is_printed_of_an_article_drives_no_terminal(command: str, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(HOSTILE, encoding="utf-8")
    built = CliRunner().invoke(app, ["build", str(raw), "-o", str(tmp_path / "package")])
    operand = raw / "a.txt" if command == "show" else tmp_path / "package"
    shown = CliRunner().invoke(app, [command, str(operand)])
    assert (built.exit_code, shown.exit_code) == (0, 0)
    assert harmless(built.output + shown.output)


def test_what_python_shows_of_an_article_drives_no_terminal(package: Path) -> None:
    corpus = pressmark.load(package)
    assert harmless(repr(corpus) + "".join(map(repr, corpus)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        '{"resources": 3}',
        '{"resources": [{"name": "a", "path": "../../etc/passwd"}]}',
        '{"resources": ' + "[" * 50_000,
    ],
)
def test_a_hostile_descriptor_is_a_finding_or_a_refusal_in_words(text: str, tmp_path: Path) -> None:
    (tmp_path / store.DESCRIPTOR).write_text(text, encoding="utf-8")
    assert any(finding.severity == "error" for finding in check.integrity(tmp_path))
    result = CliRunner().invoke(app, ["validate", str(tmp_path)])
    assert result.exit_code in {1, 2, 5}
    with pytest.raises(PressmarkError):
        pressmark.load(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="POSIX symbolic links")
def test_a_table_that_is_a_link_out_of_the_package_is_not_followed(
    package: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_bytes((package / "texts.csv").read_bytes())
    (package / "texts.csv").unlink()
    (package / "texts.csv").symlink_to(outside)
    assert any(finding.severity == "error" for finding in check.verify(package))
    assert CliRunner().invoke(app, ["verify", str(package)]).exit_code == 5


def test_parquet_of_another_shape_is_refused_in_words(package: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = package / "parquet" / "texts.parquet"
    pq.write_table(pa.table({"text": pa.array([1, 2, 3])}), file)
    described = json.loads((package / "parquet" / store.DESCRIPTOR).read_text(encoding="utf-8"))
    for resource in described["resources"]:
        if resource["name"] == "texts":
            resource |= {"bytes": file.stat().st_size, "hash": f"sha256:{store.sha256_file(file)}"}
    (package / "parquet" / store.DESCRIPTOR).write_text(json.dumps(described), encoding="utf-8")
    assert any(finding.severity == "error" for finding in check.integrity(package))
    with pytest.raises(PressmarkError):
        pressmark.load(package)
    for command in ("validate", "stats", "verify"):
        result = CliRunner().invoke(app, [command, str(package)])
        assert result.exit_code in {1, 2, 5}, (command, result.output)
