"""Each rule about the corpus fires where it should, at its place, and nowhere else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import corpora
from corpora import Draft, Rows
from pressmark.check import Asking, apply_rules
from pressmark.check.catalogue import RULES
from pressmark.dataset import Dataset
from pressmark_schema.findings import Finding
from pressmark_schema.vocabulary import Severity


def _draft(*texts: str, title: str | None = None, **facts: Any) -> Draft:
    """An invented article of one header and some paragraphs, with the facts given."""
    header = "date 2019-11-02 "
    pieces = [*([title] if title else []), *texts]
    known = {"outlet_id": "inselbote", "lang": "de", "published_edtf": "2019-11-02"}
    draft = Draft(f"{'-'.join(pieces)[:20]}.txt", header + "\n\n".join(pieces), known | facts)
    draft.delete(header)
    if title:
        draft.block("title", title)
    for text in texts:
        draft.block("paragraph", text)
    return draft


def _rows(*drafts: Draft) -> Rows:
    rows: Rows = corpora.corpus()
    for found in rows.values():
        found.clear()
    for draft in drafts:
        for name, found in draft.finish().items():
            rows[name] += found
        rows["sources"].append(corpora.source_row(draft.path, b""))
        rows["captures"].append(corpora.capture_row(draft.path, draft.article_id))
    return corpora.in_order(rows)


def _found(
    tmp_path: Path, rows: Rows, languages: Sequence[str] | None = ("de", "en")
) -> list[Finding]:
    dataset = Dataset.open(corpora.write_dataset(tmp_path / "d", rows))
    # All articles here are short, which is not what is asked.
    return [f for f in apply_rules(dataset, Asking(languages)) if f.code != "PM304"]


def _codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]


def test_an_article_without_gaps_has_no_findings(tmp_path: Path) -> None:
    assert _found(tmp_path, _rows(corpora.choir())) == []


def test_gaps_of_an_honest_article_are_no_errors(tmp_path: Path) -> None:
    found = _found(tmp_path, corpora.corpus())

    assert _codes(found) == ["PM101", "PM201", "PM202", "PM202", "PM503"]
    assert all(finding.severity is not Severity.ERROR for finding in found)


def test_findings_are_sorted_by_code_then_path(tmp_path: Path) -> None:
    found = _found(tmp_path, corpora.corpus())

    places = [(finding.code, finding.path) for finding in found]
    assert places == sorted(places)
    assert places[-2:] == [("PM202", "marsh/0001.txt"), ("PM503", "insel/chor.txt")]


def test_an_article_without_any_date(tmp_path: Path) -> None:
    rows = _rows(_draft("Ein Satz.", title="Titel"))
    nothing = dict.fromkeys(("published_edtf", "published_from", "published_to", "published_raw"))
    rows["articles"][0] |= nothing | {"published_precision": "unknown"}

    assert _codes(_found(tmp_path, rows)) == ["PM203"]


def test_an_article_in_a_language_that_is_not_declared(tmp_path: Path) -> None:
    rows = _rows(_draft("Ein Satz.", title="Titel", lang="de-AT"))

    assert _codes(_found(tmp_path / "1", rows, ["de"])) == []
    assert _codes(_found(tmp_path / "2", rows, ["fr"])) == ["PM204"]
    assert _codes(_found(tmp_path / "3", rows, None)) == []


def test_a_title_that_is_the_first_paragraph(tmp_path: Path) -> None:
    (found,) = _found(tmp_path, _rows(_draft("Es regnet.", "Mehr.", title="Es regnet.")))

    assert (found.code, found.src_line, found.src_column) == ("PM205", 3, 1)


def test_a_post_that_is_newer_than_the_header(tmp_path: Path) -> None:
    rows = corpora.corpus()
    rows["embeds"][0]["posted_edtf"] = "2018-06"
    rows["articles"][0] |= {"text_from": date(2018, 5, 1), "text_from_basis": "header"}

    found = [finding for finding in _found(tmp_path, rows) if finding.code == "PM214"]

    assert [f.observed for f in found] == ["a post of 2018-06 under 2018-05"]


def test_a_post_that_an_update_explains_is_no_contradiction(tmp_path: Path) -> None:
    rows = corpora.corpus()
    rows["embeds"][0]["posted_edtf"] = "2018-06-02"
    rows["articles"][0] |= {"text_from": date(2018, 6, 3), "text_to": None}

    assert "PM214" not in _codes(_found(tmp_path, rows))


def test_an_article_without_text(tmp_path: Path) -> None:
    assert _codes(_found(tmp_path, _rows(_draft(title="Nur ein Bild")))) == ["PM301"]


def test_a_block_in_another_language_unless_it_is_a_post(tmp_path: Path) -> None:
    rows = corpora.corpus()
    heading = next(row for row in rows["blocks"] if row["kind"] == "heading")
    heading |= {"lang": "nl", "text": "Er komt een nieuwe brug."}
    short = next(row for row in rows["blocks"] if row["kind"] == "teaser")
    short |= {"lang": "nl", "text": "Een nieuwe brug."}

    found = [finding for finding in _found(tmp_path, rows) if finding.code == "PM302"]

    assert [(f.row_id, f.observed) for f in found] == [(heading["block_id"], "nl in de")]


ENGLISH = "The crane on the quay has been standing still for weeks."
GERMAN = "Der Kran ist zu."


def _spoken(rows: Rows, text: str, lang: str, kind: str = "paragraph") -> None:
    block = next(row for row in rows["blocks"] if row["text"] == text)
    block |= {"lang": lang, "lang_basis": "identified", "kind": kind}


def test_an_article_whose_text_is_in_another_language_than_declared(tmp_path: Path) -> None:
    rows = _rows(_draft(ENGLISH, GERMAN, title="Kran", lang_basis="declared"))
    _spoken(rows, ENGLISH, "en")
    _spoken(rows, GERMAN, "de")

    found = [finding for finding in _found(tmp_path, rows) if finding.code == "PM303"]

    assert [(f.row_id, f.observed) for f in found] == [
        (rows["articles"][0]["article_id"], "en in de, which is declared")
    ]


def test_a_teaser_or_a_short_quotation_does_not_make_the_language(tmp_path: Path) -> None:
    teaser = _rows(_draft(ENGLISH, GERMAN, title="Kran"))
    _spoken(teaser, ENGLISH, "en", "teaser")
    _spoken(teaser, GERMAN, "de-AT")
    short = _rows(_draft("The crane.", GERMAN, title="Kran"))
    _spoken(short, "The crane.", "en")
    _spoken(short, GERMAN, "de")

    assert "PM303" not in _codes(_found(tmp_path / "1", teaser))
    assert "PM303" not in _codes(_found(tmp_path / "2", short))


def test_lost_and_garbled_characters_are_shown_with_a_caret(tmp_path: Path) -> None:
    draft = _draft("Die Br\ufffdcke ist zu.", "Sie waren fÃ¼r den BÃ¼rger da.", title="Titel")

    lost, garbled = _found(tmp_path, _rows(draft))

    assert (lost.code, garbled.code) == ("PM401", "PM402")
    assert _under_caret(lost) == "\ufffd"
    assert _under_caret(garbled) == "Ã¼"


def _under_caret(finding: Finding) -> str:
    assert finding.excerpt is not None
    assert finding.caret is not None
    return finding.excerpt[slice(*finding.caret)]


def test_names_and_quotes_that_only_look_garbled_are_left_alone(tmp_path: Path) -> None:
    draft = _draft("Âge d’or, SÃO PAULO, «NÃ», „IRMÓ“, 5 € – für Ämter.", title="Titel")

    assert _found(tmp_path, _rows(draft)) == []


def test_the_later_of_two_articles_with_the_same_text(tmp_path: Path) -> None:
    one, other = (_draft("Derselbe Satz.", title=title) for title in ("Eins", "Zwei"))
    other = replace(other, facts=other.facts | {"published_edtf": "2019-11-03"})

    (found,) = _found(tmp_path, _rows(one, other))

    assert (found.code, found.row_id, found.observed) == (
        "PM501",
        other.article_id,
        one.article_id,
    )


def test_much_the_same_text_names_the_other_article_and_how_much(tmp_path: Path) -> None:
    rows = corpora.corpus()
    first, other = (row["article_id"] for row in sorted(rows["duplicates"], key=_standing))

    (found,) = [finding for finding in _found(tmp_path, rows) if finding.code == "PM503"]

    assert (found.row_id, found.observed) == (other, f"{first} (51 %)")


def test_an_excerpt_is_no_warning(tmp_path: Path) -> None:
    rows = corpora.corpus()
    for row in [*rows["duplicates"], *rows["texts"]]:
        row["dup_relation"] = row["dup_relation"] and "excerpt"

    (found,) = [finding for finding in _found(tmp_path, rows) if finding.code == "PM504"]

    assert found.severity is Severity.INFO
    assert found.observed is not None
    assert found.observed.endswith("(70 %)")


def _standing(row: dict[str, Any]) -> bool:
    return not row["is_representative"]


def test_captures_without_a_time_cannot_be_ordered(tmp_path: Path) -> None:
    rows = _rows(corpora.choir())
    source = corpora.source_row("zweite.txt", b"")
    rows["sources"].append(source)
    again = corpora.capture_row("zweite.txt", rows["articles"][0]["article_id"])
    rows["captures"].append(again | {"seq": 1, "is_current": False, "retrieved_at": None})

    (found,) = _found(tmp_path, rows)

    assert (found.code, found.observed) == ("PM502", "2")


def test_unknown_rights(tmp_path: Path) -> None:
    assert _codes(
        _found(tmp_path, _rows(_draft("Ein Satz.", title="Titel", rights="unknown")))
    ) == ["PM701"]


def test_every_rule_says_what_why_and_how_to_mend_it() -> None:
    assert [code for code, rule in RULES.items() if code != rule.code] == []
    names = [rule.name for rule in RULES.values()]
    assert len(set(names)) == len(names)
    assert all(
        rule.what and rule.why.endswith(".") and rule.fix.endswith(".") for rule in RULES.values()
    )
