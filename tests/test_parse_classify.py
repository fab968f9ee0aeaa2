"""Each block of an article gets a kind, by its words and by what stands beside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark.parse import classify
from pressmark_schema.vocabulary import BlockKind, KindBasis

LONG = (
    "Die Stadt Lindach will den Damm am Unterlauf bis zum Herbst erhöhen. Das Geld dafür hat der "
    "Kreistag schon im Frühjahr bewilligt, doch die Bauern auf dem linken Ufer klagen noch."
)
OTHER = (
    "„Wir warten seit zwölf Jahren“, sagte die Bürgermeisterin am Dienstag vor dem Rathaus. Sie "
    "rechne damit, dass das Gericht noch vor der Sommerpause entscheide, und zwar für die Stadt."
)
THIRD = (
    "Auf dem linken Ufer liegen neun Höfe, die seit dem großen Hochwasser keine Versicherung mehr "
    "aufnimmt. Ihre Besitzer fürchten, dass ein höherer Damm das Wasser auf ihre Felder drückt."
)


def kinds(*texts: str, title_stated: bool = True) -> list[str]:
    return [block.kind.value for block in classify(texts, title_stated=title_stated)]


def between(*lines: str) -> list[str]:
    """The kinds of lines that stand between two paragraphs."""
    return kinds(LONG, *lines, OTHER)[1:-1]


def test_prose_is_paragraphs() -> None:
    assert kinds(LONG, OTHER, THIRD) == ["paragraph"] * 3


@pytest.mark.parametrize(
    "line",
    [
        "Gericht entscheidet im Juli",
        "Wer haftet für die Felder?",
        "„Das Wasser kommt wieder“",
        "1. Der lange Streit um den Damm: eine Familie gegen die Stadt",
        "Spenden für die Flutopfer",
        "Mehr Angst als Zuversicht",
        "Datenschutz: Was sich jetzt ändert",
        "Video zeigt: Damm brach von innen",
        "Nicht nur ein neuer Damm – ein neuer Fluss",
        "Trust but verify",
        "Une première en Bretagne",
        "Chronologie der Flut",
        "Die Bauern teilen auf",
    ],
)
def test_a_line_alone_before_a_paragraph_is_a_heading(line: str) -> None:
    block = classify([LONG, line, OTHER])[1]
    assert (block.kind, block.level) == (BlockKind.HEADING, 2)


@pytest.mark.parametrize(
    "text", ["So war es.", "Und jetzt?  Nun ja. Man wartet.", "Aus zwei Gründen:"]
)
def test_a_short_statement_stays_a_paragraph(text: str) -> None:
    assert between(text) == ["paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "Lesen Sie auch: Neun Höfe ohne Versicherung",
        "Lire aussi : La digue de Lindach divise les fermiers",
        "Read more: Nine farms without insurance",
        "Lindach - Die Chronik der Fluten",
        "Video Wie der Damm gebaut wird",
        "Streit am Fluss Warum die Bauern klagen",
        "Neun Höfe, ein Damm und kein Ende in Sicht. mehr",
        "Das Hochwasser im Liveticker",
        "Der Damm - Chronik eines langen Streits",
        "Chronologie: 136 Jahre Deichbau",
        "Repères : la digue en dix dates",
        "Deichbauer (m/w/d) Wasserwirtschaftsamt Lindach",
    ],
)
def test_a_line_that_leads_elsewhere_is_a_teaser(line: str) -> None:
    assert between(line) == ["teaser"]


def test_what_a_related_heading_opens_is_teasers() -> None:
    lines = ["Lesen Sie auch", "Neun Höfe ohne Versicherung", "Der Damm von 1911 im Archiv"]
    assert between(*lines) == ["teaser"] * 3


def test_a_short_text_between_two_links_belongs_to_them() -> None:
    lines = ["Mehr zum Thema", "Neun Höfe", "Die Bauern wehren sich.", "Der alte Damm"]
    assert between(*lines) == ["teaser"] * 4


def test_a_line_that_a_page_repeats_is_no_heading() -> None:
    assert kinds(LONG, "Beliebt bei uns", OTHER, "Beliebt bei uns", THIRD)[1::2] == ["teaser"] * 2


def test_lines_that_echo_each_other_are_a_link() -> None:
    assert between("Lindach Flut in Lindach", "Flut in Lindach") == ["teaser"] * 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Anzeige", "ad"),
        ("- Anzeige -", "ad"),
        ("Jetzt Gummistiefel bestellen", "ad"),
        ("12 Kommentare", "boilerplate"),
        ("Newsletter", "boilerplate"),
        ("Foto: Jule Haberkamp", "caption"),
        ("Der alte Damm bei Lindach. © Ole Brandt/Hafenarchiv", "caption"),
        ("dpa/oba", "agency_credit"),
        ("Mit Material der dpa", "agency_credit"),
        ("Le Courrier avec AFP", "agency_credit"),
        ("Artikel teilen auf Facebook, Twitter oder per E-Mail", "boilerplate"),
        ("Partager cet article : Facebook | Courriel", "boilerplate"),
        ("Alles über den Fluss: Hier unseren Newsletter abonnieren.", "boilerplate"),
        ("Aktualisiert am 3. Mai 2020", "dateline"),
        ("Stand: 03.05.2020, 16:05 Uhr", "dateline"),
        ("Korrigiert am 3. Mai 2020", "correction"),
        ("Correction, 3 May 2020: The dam is nine metres high, not eight.", "correction"),
        ("Korrektur (3. Mai 2020, 16:05 Uhr): Der Damm ist neun Meter hoch.", "correction"),
        ("In einer früheren Version dieses Artikels hieß es, der Damm sei neu.", "correction"),
        ("Lindach, 3. Mai 2020", "dateline"),
        ("May 3, 2020, 4:05 p.m.", "dateline"),
        ("Publié le 3 mai 2020 à 10h30", "dateline"),
        ("Von Jule Haberkamp und Ole Brandt", "byline"),
        ("By Anna Smith", "byline"),
        ("Interview: Wiebke Osterloh", "byline"),
        ("Mit Material der Nachrichtenagentur hln", "agency_credit"),
        ("Avec Agence Rive-Presse", "agency_credit"),
        ("(oba)", "byline"),
        ("- Gummistiefel", "list_item"),
    ],
)
def test_furniture_is_known_by_its_words(text: str, kind: str) -> None:
    assert kinds(LONG, text, OTHER)[1] == kind


@pytest.mark.parametrize(
    "text",
    [
        "Der Text wurde am Freitag im Kreistag beraten, und niemand widersprach ihm dort.",
        "In einer früheren Version des Gesetzes fehlte der Damm, klagen die neun Bauern.",
        "Die Polizei sucht Zeugen. Sie fand drei Boote im Schilf, teilte sie mit. dpa",
        "Korrektur tut not, sagte die Bürgermeisterin, und sie meinte nicht nur den Damm.",
        "Korrektur am 3. Mai 2020 hin oder her, der Damm blieb so hoch, wie er vorher war.",
        "Viele Helfer teilen ihre Bilder vom Damm auf Facebook, andere schicken sie dem Amt.",
        "Wer mag, kann sich jetzt für den Newsletter des Amts anmelden.",
        "Mehr Informationen hat das Amt nicht, und das seit Wochen nicht, sagte der Sprecher.",
    ],
)
def test_prose_that_opens_like_furniture_stays_in_the_text(text: str) -> None:
    assert kinds(LONG, text, OTHER)[1] == "paragraph"


def test_a_short_unpunctuated_first_block_is_the_title() -> None:
    assert kinds("Lindach streitet um den Damm", LONG, OTHER, title_stated=False) == [
        "title",
        "paragraph",
        "paragraph",
    ]


def test_a_subtitle_below_the_title_is_the_lead() -> None:
    texts = [
        "Lindach streitet um den Damm",
        "Kreistag bewilligt das Geld, die Bauern klagen weiter",
        LONG,
    ]
    assert kinds(*texts, title_stated=False) == ["title", "lead", "paragraph"]


def test_a_word_above_the_title_is_the_kicker() -> None:
    texts = ["Hochwasser", "Lindach streitet um den Damm", LONG, OTHER]
    assert kinds(*texts, title_stated=False)[:2] == ["kicker", "title"]


UNSTOPPED_LEAD = (
    "Der Kreistag von Lindach bewilligt das Geld für den Damm, doch die Bauern vom linken Ufer "
    "klagen weiter"
)


@pytest.mark.parametrize(
    "first",
    [
        "Lindach streitet um den Damm.",
        UNSTOPPED_LEAD,
        "Aktualisiert am 3. Mai 2020",
    ],
)
def test_what_may_be_a_lead_or_a_note_is_no_title(first: str) -> None:
    assert "title" not in kinds(first, LONG, OTHER, title_stated=False)


def test_no_title_is_looked_for_where_one_is_stated() -> None:
    assert "title" not in kinds("Lindach streitet um den Damm", LONG, OTHER, title_stated=True)


SIGNED = "Die Stadt will nun die Kosten einklagen. Eine Revision ist nicht zugelassen. mkr"


def test_an_authors_sign_at_the_end_stays_in_the_text() -> None:
    assert kinds(LONG, OTHER, SIGNED)[-1] == "paragraph"
    assert kinds(LONG, "Neun Höfe haben geklagt. Gewonnen haben acht", OTHER)[1] != "teaser"
    assert kinds(LONG, "Die Stadt zahlt. mkr", OTHER)[1] == "paragraph"


@pytest.mark.parametrize("end", ["mkr", "drei", "acht"])
def test_the_only_block_stays_in_the_text(end: str) -> None:
    assert kinds(f"{LONG} Wie viele es sind? {end}", title_stated=False) == ["paragraph"]
    assert kinds(f"Und wie viele sind es? {end}", title_stated=False) == ["paragraph"]


def test_a_signed_text_beside_a_teaser_is_one_unless_it_is_the_last_prose() -> None:
    link = "Lesen Sie auch: Neun Höfe ohne Versicherung"
    assert kinds(LONG, link, SIGNED, OTHER)[2] == "teaser"
    assert kinds(LONG, OTHER, SIGNED, link)[2] == "paragraph"
    assert kinds(link, SIGNED) == ["teaser", "paragraph"]


def test_a_signed_text_below_a_headline_is_a_teaser_where_another_teaser_has_text() -> None:
    other = "Das Wasser fällt, die Sorgen bleiben. Ein Besuch am Unterlauf bei Lindach. mehr"
    boxes = ["Fluss ohne Ufer", other, OTHER, "Streit um Geld", SIGNED]
    assert kinds(LONG, *boxes, THIRD)[4:6] == ["teaser"] * 2
    assert kinds(LONG, OTHER, "Streit um Geld", SIGNED, THIRD)[2:4] == ["heading", "paragraph"]


ROWS = ["Jahr Höfe Boote", "2018 9 14", "2019 8 12"]
TABLE = BlockKind.TABLE


def test_a_kind_that_the_document_shows_is_kept_and_parts_lines() -> None:
    texts = [LONG, *ROWS, "Gericht entscheidet im Juli", OTHER]
    found = classify(texts, title_stated=True, given=[None, TABLE, TABLE, TABLE, None, None])
    expected = ["paragraph", *["table"] * 3, "heading", "paragraph"]
    assert [block.kind.value for block in found] == expected
    assert {block.kind_basis for block in found} == {KindBasis.PATTERN}


def test_rows_are_also_told_by_their_bars() -> None:
    rows = ["| Jahr | Höfe |", "|---|---|", "| 2018 | 9 |"]
    assert between(*rows, "Höfe am Ufer, Angaben der Stadt") == [*["table"] * 3, "caption"]


@pytest.mark.parametrize(
    "note", ["Boote je Hof, Angaben der Stadt", "Foto: Jule Haberkamp", "Boats (source: the town)"]
)
def test_a_line_below_a_table_that_names_a_source_is_its_caption(note: str) -> None:
    texts = [LONG, *ROWS, note, OTHER]
    found = classify(texts, title_stated=True, given=[None, TABLE, TABLE, TABLE, None, None])
    assert found[4].kind is BlockKind.CAPTION


SPEECH = "„Der Damm wird höher. Und das Ufer auf der anderen Seite wird es auch.“"


def test_a_lone_quotation_that_a_colon_announces_is_set_off() -> None:
    announced = "Zum Schluss sagte die Bürgermeisterin vor dem Rathaus nur noch diesen einen Satz:"
    assert kinds(LONG, announced, SPEECH, OTHER)[2] == "quote_block"
    assert kinds(LONG, OTHER, SPEECH, OTHER)[2] == "paragraph"
    assert kinds(LONG, announced, OTHER, THIRD)[2] == "paragraph"


@pytest.mark.parametrize(
    "text",
    [
        "„Ein Damm ist ein Versprechen an die Enkel.“ – Jule Haberkamp, Bürgermeisterin",
        '"Wer am Fluss wohnt, weiß das." — Ole Brandt',
        '"Wer am Fluss wohnt, weiß das." Ole Brandt, 12. Hof',
        "« La digue tiendra cent ans. » – Agathe Morel (mairie)",
    ],
)
def test_a_quotation_with_its_speaker_is_set_off(text: str) -> None:
    assert between(text) == ["quote_block"]


@pytest.mark.parametrize(
    "text",
    [
        "„Ein Damm ist ein Versprechen an die Enkel“ – Das war der Satz des Abends in Lindach.",
        "„Ein Damm“, sagte sie, „ist ein Versprechen“ – Jule Haberkamp, wie man sie kennt.",
        "„Ein Damm ist ein Versprechen an die Enkel.“ Jule Haberkamp, die das sagt, wohnt hier.",
        "„Der Damm“ – Jule Haberkamp",
    ],
)
def test_words_in_quotation_marks_are_no_quotation_block(text: str) -> None:
    assert "quote_block" not in between(text)


STANDFIRST = "Lindach erhöht den Damm. Die Bauern vom linken Ufer klagen weiter."


@pytest.mark.parametrize("title", [[], ["Lindach streitet um den Damm"]])
def test_an_opening_much_shorter_than_the_paragraphs_is_the_lead(title: list[str]) -> None:
    found = kinds(*title, STANDFIRST, LONG, OTHER, THIRD, title_stated=not title)
    assert found[len(title) :] == ["lead", "paragraph", "paragraph", "paragraph"]


def test_an_opening_of_a_paragraphs_length_is_a_lead_only_above_the_byline() -> None:
    opening = "Das Geld ist bewilligt, die Pläne sind fertig. " + STANDFIRST
    assert kinds(opening, OTHER, THIRD, LONG)[0] == "paragraph"
    assert kinds(opening, "Von Jule Haberkamp", OTHER, THIRD, LONG)[0] == "lead"


@pytest.mark.parametrize("rest", [[LONG, OTHER], [STANDFIRST + " So ist es."] * 3])
def test_what_sums_up_no_longer_text_is_no_lead(rest: list[str]) -> None:
    assert kinds(STANDFIRST, *rest)[0] == "paragraph"


def test_lines_after_a_colon_are_list_items() -> None:
    announced = "Was die Helfer in den nächsten Tagen vor allem brauchen, zählt das Amt so auf:"
    assert (
        kinds(LONG, announced, "Gummistiefel", "Netze", "Kisten", OTHER)[2:5] == ["list_item"] * 3
    )


def test_dates_amid_a_text_head_the_parts_of_a_chronicle() -> None:
    texts = [LONG, OTHER, THIRD, LONG + OTHER, THIRD + LONG, "3. Mai 2020", OTHER + THIRD]
    assert kinds(*texts)[5] == "heading"
    texts[5] = "Aktualisiert am 3. Mai 2020"
    assert kinds(*texts)[5] == "dateline"


def test_an_author_is_also_named_at_the_end() -> None:
    author = "Ein Kommentar von Wiebke Osterloh"
    assert kinds(LONG, OTHER, THIRD, LONG + OTHER, OTHER + THIRD, author)[-1] == "byline"


def test_the_last_lone_line_stays_in_the_text() -> None:
    assert kinds(LONG, OTHER, "Und ein wenig Glück für alle")[-1] == "paragraph"


def test_every_decision_has_a_basis_and_a_confidence() -> None:
    found = classify([LONG, "Gericht entscheidet im Juli", OTHER, "Anzeige"])
    assert {block.kind_basis for block in found} == {KindBasis.PATTERN}
    assert all(0 < block.kind_confidence < 1000 for block in found)
    assert found[1].kind_confidence < found[0].kind_confidence


TEXTS = st.lists(
    st.text(min_size=1, max_size=60)
    | st.sampled_from(
        [
            LONG,
            OTHER,
            "Lesen Sie auch",
            "Anzeige",
            "Foto: A",
            "3. Mai 2020",
            "Newsletter",
            "A (@a) 2020",
            "— A (@a) 3. Mai 2020",
            "Von A B",
            "Und:",
            "„Wort.“",
            "„Ein Wort ist ein Wort“ – A B",
            "Wort",
            "31. Februar 2020",
            "\ud800",
        ]
    ),
    max_size=12,
)


@given(TEXTS, st.booleans())
@settings(max_examples=300)
def test_any_blocks_get_a_kind_each_and_posts_are_embeds(texts: list[str], stated: bool) -> None:  # noqa: FBT001
    found = classify(texts, title_stated=stated)
    assert len(found) == len(texts)
    assert found == classify(texts, title_stated=stated)
    assert all((block.post is not None) == (block.kind is BlockKind.EMBED) for block in found)
    assert all((block.level is not None) == (block.kind is BlockKind.HEADING) for block in found)
    assert sum(block.kind is BlockKind.TITLE for block in found) <= (0 if stated else 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    "texts",
    [
        ["(@" * 1_000_000],
        ["— " * 1_000_000],
        ["a post shared by @" * 100_000],
        ["@a " * 500_000 + "♬"],
        ["https://t.co/" * 200_000],
        ["Wort Wort Wort"] * 100_000,
        ["Ein Satz.", "Zeile"] * 50_000,
    ],
    ids=["handles", "dashes", "shares", "sounds", "addresses", "lines", "pairs"],
)
def test_megabytes_of_anything_take_seconds(texts: list[str]) -> None:
    assert len(classify(texts)) == len(texts)


def test_two_french_questions_are_a_paragraph_and_one_is_a_heading() -> None:
    """French sets a blank before its question mark."""
    two = "Comment expliquer ce retour du bac de Valmer ? Et pourquoi si tard ?"
    one = "Comment expliquer ce retour du bac ?"
    assert kinds(LONG, two, OTHER)[1] == "paragraph"
    assert kinds(LONG, one, OTHER)[1] == "heading"


def test_a_call_to_an_offer_may_open_with_a_capital() -> None:
    assert kinds(LONG, "Zu den Angeboten der Reederei", OTHER)[1] == "ad"
    assert kinds(LONG, "Zur Lage der Reederei", OTHER)[1] == "heading"
