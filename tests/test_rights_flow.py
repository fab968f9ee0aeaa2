"""From a statement of rights in a table or the settings to the columns and findings about it."""

from pathlib import Path

import pytest

from pressmark.check import apply_rules
from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.flow.steps import build
from pressmark_schema.errors import UsageError

TEXT = "Titel der Nachricht\n\nDie Stadt will den Damm bis zum Herbst erhöhen, sagt der Rat.\n"


def test_sharing_follows_the_licence_unless_a_contract_is_stated(tmp_path: Path) -> None:
    found = _built(
        tmp_path,
        '[rights."open*"]\nrights = "cc-by-4.0"\n'
        '[rights."press*"]\nrights = "LicenseRef-press"\nsharing = "derived"\n',
        "open.txt",
        "press.txt",
        "other.txt",
    )
    assert found == {
        "open.txt": ("CC-BY-4.0", "full_text", "licence"),
        "press.txt": ("LicenseRef-press", "derived", "configured"),
        "other.txt": ("unknown", "metadata", "unknown"),
    }


def test_a_statement_that_is_no_expression_is_unknown_and_reported(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "meta.csv").write_text(
        "file,rights\na.txt,as agreed with Talbote\nb.txt,http://rightsstatements.org/vocab/InC/1.0/\n"
    )
    found = _built(tmp_path, '[metadata]\ntable = "meta.csv"\n', "a.txt", "b.txt")
    assert found == {
        "a.txt": ("unknown", "metadata", "unknown"),
        "b.txt": ("LicenseRef-rightsstatements-InC-1.0", "metadata", "licence"),
    }
    findings = [
        (item.rule.code, item.observed)
        for item in apply_rules(Dataset.open(tmp_path / "package"))
        if item.rule.code in {"PM701", "PM702"}
    ]
    assert findings == [("PM701", None), ("PM702", "as agreed with Talbote")]


def test_more_than_the_licence_allows_is_reported(tmp_path: Path) -> None:
    _built(tmp_path, '[rights."*"]\nrights = "LicenseRef-press"\nsharing = "full_text"\n', "a.txt")
    codes = [item.rule.code for item in apply_rules(Dataset.open(tmp_path / "package"))]
    assert "PM703" in codes


def test_rights_in_the_settings_must_be_an_expression(tmp_path: Path) -> None:
    path = tmp_path / "pressmark.toml"
    path.write_text('[rights."*"]\nrights = "ask Talbote"\n')
    with pytest.raises(UsageError, match="'ask Talbote' is no SPDX expression"):
        find(path)


def _built(folder: Path, settings: str, *names: str) -> dict[str, tuple[str, str, str]]:
    raw = folder / "raw"
    raw.mkdir(exist_ok=True)
    for name in names:
        (raw / name).write_text(f"{name} {TEXT}", encoding="utf-8")
    (raw / "pressmark.toml").write_text(settings, encoding="utf-8")
    config = find(raw)
    build([raw], folder / "package", config)
    rows = (
        Dataset.open(folder / "package")
        .connect()
        .sql(
            "SELECT path, rights, sharing, sharing_basis FROM articles"
            " JOIN captures USING (article_id) JOIN sources USING (source_id)"
        )
    )
    return {row[0]: row[1:] for row in rows.fetchall()}
