"""Word files: articles told apart and lines mapped by rules; python-docx wrote the files."""

import io
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pressmark.config import Config
from pressmark.read import records
from pressmark.read.discover import Found
from pressmark_schema.errors import UsageError
from raw_input import MORE, PROSE, config
from record_files import accepted, read, refused

RULES = {
    "glob": "*.docx",
    "begin": {"pattern": r"Dokument \d+ von \d+"},
    "lines": [
        {"pattern": r"Dokument \d+ von \d+", "within": 1},
        {"style": "Heading 1", "column": "title"},
        {"pattern": r"(?P<outlet>[^,]+), (?P<published>[\d.]+), Seite (?P<page>\d+)", "within": 4},
        {"pattern": "Ressort: (?P<section>.+)"},
        {"pattern": "Von (?P<authors>.+)", "repeat": True},
        {"pattern": "© .*"},
    ],
}
PRESS = config(records=[RULES])


def saved(document: "docx.document.Document") -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def export(count: int = 3) -> bytes:
    """As press archives export: a list of hits, then each article with its lines."""
    made = docx.Document()
    made.add_paragraph("Trefferliste vom 3. Juni 2018")
    for number in range(count):
        made.add_paragraph(f"Dokument {number + 1} von {count}")
        made.add_heading(f"Der Damm, Teil {number}", 1)
        made.add_paragraph(f"Talbote, 3{number % 2}.05.2018, Seite {number + 4}")
        made.add_paragraph("Ressort: Lokales")
        made.add_paragraph("Von Ada Quell")
        made.add_paragraph("Von Bernd Muster")
        made.add_paragraph(PROSE)
        made.add_paragraph("")
        made.add_paragraph(MORE)
        made.add_paragraph("© Talbote. Alle Rechte vorbehalten.")
    return saved(made)


def texts(path: Path, data: bytes, rules: Config | None = None) -> list[str]:
    return [document.text for document in accepted(read(path, data, rules or config()))]


def test_articles_are_told_apart_and_their_lines_are_columns(tmp_path: Path) -> None:
    found = accepted(read(tmp_path / "a.docx", export(), PRESS))
    assert [document.text for document in found] == [f"{PROSE}\n\n{MORE}"] * 3
    assert found[1].metadata == {
        "title": "Der Damm, Teil 1",
        "outlet": "Talbote",
        "published": "31.05.2018",
        "page": "5",
        "section": "Lokales",
        "authors": '["Ada Quell", "Bernd Muster"]',
    }
    assert found[1].place == "a.docx paragraph 12"
    assert found[1].record_offset is None


def test_what_stands_before_the_first_article_is_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(export())
    counted: Counter[str] = Counter()
    for _ in records.parts(Found("a.docx", path), PRESS, {}, "", None, counted):
        pass
    assert counted == {"text before the first article of a Word file": 1}


def test_articles_may_begin_by_style_or_on_a_new_page(tmp_path: Path) -> None:
    made = docx.Document()
    for number in range(3):
        made.add_heading(f"Titel {number}", 1)
        made.add_paragraph(PROSE)
        if number < 2:
            made.add_page_break()
    by_style = config(records=[{"glob": "*", "begin": {"style": "heading 1"}}])
    assert len(texts(tmp_path / "a.docx", saved(made), by_style)) == 3
    by_page = config(records=[{"glob": "*.docx", "begin": {"page_break": True}}])
    assert len(texts(tmp_path / "a.docx", saved(made), by_page)) == 2


def test_without_rules_a_file_is_one_article(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph(PROSE)
    made.add_paragraph(MORE)
    assert texts(tmp_path / "a.docx", saved(made)) == [f"{PROSE}\n\n{MORE}"]


def test_rules_that_fit_nothing_are_told(tmp_path: Path) -> None:
    nothing = config(records=[{"glob": "*.docx", "begin": {"pattern": "Nirgends"}}])
    assert [reason for _, reason, _ in refused(read(tmp_path / "a.docx", export(), nothing))] == [
        "malformed"
    ]


def test_runs_tabs_breaks_and_special_hyphens_are_characters(tmp_path: Path) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Ein")
    paragraph.add_run(" halb").bold = True
    run = paragraph.add_run("satz")
    run.add_tab()
    run.add_text("nach dem Tabulator")
    run.add_break()
    run.add_text("und der Zeile.")
    run._r.append(  # noqa: SLF001 - python-docx has no other way
        parse_xml(f"<w:noBreakHyphen {nsdecls('w')}/>")
    )
    assert texts(tmp_path / "a.docx", saved(made)) == [
        "Ein halbsatz\tnach dem Tabulator\nund der Zeile.\u2011"
    ]


def test_a_table_is_its_rows(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph(PROSE)
    table = made.add_table(2, 2)
    for row, cells in zip(table.rows, [("Jahr", "Meter"), ("2018", "7")], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    made.add_paragraph(MORE)
    assert texts(tmp_path / "a.docx", saved(made)) == [
        f"{PROSE}\n\nJahr\tMeter\n\n2018\t7\n\n{MORE}"
    ]


def test_links_content_controls_and_insertions_are_text_and_deletions_are_none(
    tmp_path: Path,
) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Anfang")
    for inner in (
        "<w:hyperlink {ns}><w:r><w:t> Verweis</w:t></w:r></w:hyperlink>",
        "<w:sdt {ns}><w:sdtContent><w:r><w:t> Feld</w:t></w:r></w:sdtContent></w:sdt>",
        "<w:ins {ns}><w:r><w:t> neu</w:t></w:r></w:ins>",
        "<w:del {ns}><w:r><w:delText> alt</w:delText></w:r></w:del>",
        "<w:moveFrom {ns}><w:r><w:t> woanders</w:t></w:r></w:moveFrom>",
        "<w:r {ns}><w:instrText>PAGE</w:instrText></w:r>",
        "<w:r {ns}><w:t>.</w:t></w:r>",
    ):
        element = parse_xml(inner.format(ns=nsdecls("w")))
        paragraph._p.append(element)  # noqa: SLF001
    assert texts(tmp_path / "a.docx", saved(made)) == ["Anfang Verweis Feld neu."]


def test_a_style_is_known_by_the_name_that_word_shows(tmp_path: Path) -> None:
    made = docx.Document()
    style = made.styles.add_style("Artikel Überschrift", 1)
    made.add_paragraph("Der Damm", style)
    made.add_paragraph(PROSE)
    rule = {"glob": "*.docx", "lines": [{"style": "artikel überschrift", "column": "title"}]}
    (document,) = accepted(read(tmp_path / "a.docx", saved(made), config(records=[rule])))
    assert (document.metadata["title"], document.text) == ("Der Damm", PROSE)


def test_a_line_beyond_the_first_ones_and_a_second_that_fits_stay_in_the_text(
    tmp_path: Path,
) -> None:
    made = docx.Document()
    for text in ("Ort: Lindach", PROSE, "Ort: Sillach"):
        made.add_paragraph(text)
    once = {"glob": "*.docx", "lines": [{"pattern": "Ort: (?P<section>.+)"}]}
    assert texts(tmp_path / "a.docx", saved(made), config(records=[once])) == [
        f"{PROSE}\n\nOrt: Sillach"
    ]
    late = {"glob": "*.docx", "lines": [{"pattern": "Ort: Sillach", "within": 2}]}
    (text,) = texts(tmp_path / "a.docx", saved(made), config(records=[late]))
    assert text.endswith("Ort: Sillach")


def test_a_column_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    rule = {"glob": "*.docx", "lines": [{"pattern": "(?P<colour>.+)"}]}
    with pytest.raises(UsageError, match="colour is no column of ours"):
        read(tmp_path / "a.docx", export(), config(records=[rule]))


@pytest.mark.parametrize("rule", [{"pattern": "("}, {}, {"style": "x", "within": 0}])
def test_a_rule_that_means_nothing_is_refused_with_the_settings(rule: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        config(records=[{"glob": "*", "lines": [rule]}])


def replaced(data: bytes, name: str, content: bytes | None) -> bytes:
    """A zip file with another content of one member, or without it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
            elif content is not None:
                new.writestr(name, content)
    return out.getvalue()


WORD = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FAULTY = {
    "entities": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document ' + WORD + b"/>",
    "external": b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:document ' + WORD + b"/>",
    "depth": b"<w:document " + WORD + b">" + b"<w:p>" * 5_000,
    "cut": b"<w:document " + WORD + b"><w:body><w:p><w:r><w:t>Ein",
    "no xml": b"nichts",
}


@pytest.mark.parametrize("fault", FAULTY)
def test_hostile_or_damaged_xml_is_quarantined(tmp_path: Path, fault: str) -> None:
    data = replaced(export(), "word/document.xml", FAULTY[fault])
    found = read(tmp_path / "a.docx", data)
    assert accepted(found) == []
    assert [reason for _, reason, _ in refused(found)] == [
        "resource_limit" if fault == "depth" else "malformed"
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "unreadable"),
        (replaced(export(), "word/document.xml", None), "malformed"),
        (replaced(export(), "_rels/.rels", None), "malformed"),
        (export()[:-400], "malformed"),
        (b"no zip", "malformed"),
    ],
)
def test_what_is_no_word_file_is_quarantined(tmp_path: Path, data: bytes, reason: str) -> None:
    assert [why for _, why, _ in refused(read(tmp_path / "a.docx", data))] == [reason]


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pressmark.read import members

    monkeypatch.setattr(members, "FLOOR", 2**20)
    bomb = b"<w:document " + WORD + b"><w:body>" + b"<w:p/>" * 2_000_000
    found = read(tmp_path / "a.docx", replaced(export(), "word/document.xml", bomb))
    assert [reason for _, reason, _ in refused(found)] == ["resource_limit"]


def test_a_paragraph_without_end_is_not_held(tmp_path: Path) -> None:
    endless = b"<w:document " + WORD + b"><w:p><w:r><w:t>" + b"wort " * 400_000
    small = config(read={"max_bytes": 100_000})
    data = replaced(export(), "word/document.xml", endless)
    assert [reason for _, reason, _ in refused(read(tmp_path / "a.docx", data, small))] == [
        "too_large"
    ]


def test_an_article_above_the_limit_is_passed_over(tmp_path: Path) -> None:
    made = docx.Document()
    for number in range(3):
        made.add_heading(f"Titel {number}", 1)
        for _ in range(900 if number == 1 else 1):
            made.add_paragraph(PROSE)
    rules = config(
        records=[{"glob": "*.docx", "begin": {"style": "heading 1"}}], read={"max_bytes": 50_000}
    )
    found = read(tmp_path / "a.docx", saved(made), rules)
    assert len(accepted(found)) == 2
    assert [(index, reason) for index, reason, _ in refused(found)] == [(1, "too_large")]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
@given(st.data())
def test_no_damage_makes_it_fail(tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(export(1))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    found = read(tmp_path / "a.docx", bytes(raw), PRESS)
    assert [document.record_index for document in found] == list(range(len(found)))
