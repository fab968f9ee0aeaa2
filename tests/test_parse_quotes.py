"""Quotes: what stands in marks, how much of it is somebody's, and who is printed beside it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.parse.notes.marks import quoted
from pressmark.parse.notes.quotations import quotations
from pressmark_schema.notes import Note


def found(text: str, lang: str = "de") -> list[Note]:
    return list(quotations(text, lang))


def only(text: str, lang: str = "de") -> Note:
    (note,) = found(text, lang)
    return note


def words(text: str, note: Note) -> str | None:
    return text[note.speaker.start : note.speaker.end] if note.speaker else None


def told(text: str, lang: str = "de") -> list[tuple[str | None, str | None]]:
    """Speaker and cue of each quote."""
    return [(words(text, note), note.cue) for note in found(text, lang)]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Er rief: „Halt, wer ist da?“", "„“"),
        ("Er rief: „Halt, wer ist da?”", "„”"),
        ('Er rief: „Halt, wer ist da?"', '„"'),
        ('Er rief: "Halt, wer ist da?"', '""'),
        ("Er rief: »Halt, wer ist da?«", "»«"),
        ("Er rief: «Halt, wer ist da?»", "«»"),
        ("Il a crié : « Halte, qui va là ? »", "«»"),
        ("He cried: “Stop, who is there?”", "“”"),
        ("He cried: ‘Stop, who’s there?’", "‘’"),
    ],
)
def test_the_marks_of_three_languages_are_paired(text: str, marks: str) -> None:
    assert only(text).marks == marks


def test_a_quote_within_a_quote_is_one_of_its_own() -> None:
    text = "„Sie hat ‚niemals wieder‘ gesagt“, berichtete Wiebke Onken."
    outer, inner = found(text)
    assert (outer.value, inner.value) == ("Sie hat ‚niemals wieder‘ gesagt", "niemals wieder")
    assert words(text, outer) == "Wiebke Onken"
    assert inner.speaker is None


@pytest.mark.parametrize(
    "text",
    [
        'Der Schirm misst 5" in der Breite',
        "„Das Ende fehlt, sagte sie.",
        "Die Wirtin's Katze und Hans' Hund",
        "Rock ‘n’ Roll",
        '" "',
        "„“",
    ],
)
def test_marks_that_pair_with_none_or_hold_nothing_are_no_quote(text: str) -> None:
    assert found(text) == []


def test_a_mark_that_opens_again_shows_that_the_first_was_a_misprint() -> None:
    assert [note.value for note in found('Das "Schiff lief aus. "Gute Fahrt!", rief sie.')] == [
        "Gute Fahrt!"
    ]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("„Wir fahren morgen früh hinaus.“", "direct"),
        ("Er sagte: „Wir fahren.“", "direct"),
        ("„Wir fahren morgen früh hinaus“, sagte er.", "direct"),
        ("„Nein“, sagte er.", "direct"),
        ("Er sprach von einem „schweren Fehler“ der Reederei.", "partial"),
        ("Die Mole sei „in sehr schlechtem Zustand“.", "partial"),
        ("Der Rat nannte das eine „Zumutung“.", "partial"),
        ("Es brauche nun „Mut“, sagte sie.", "partial"),
        ("Im „Alten Speicher“ brennt Licht.", "marked"),
        ("Der Kutter „Seestern“ lief aus.", "marked"),
        ("Das sogenannte „Moor“ ist eine Wiese.", "marked"),
    ],
)
def test_a_quote_is_whole_sentences_or_a_part_or_only_marked(text: str, label: str) -> None:
    assert only(text).label == label


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ("„Das Eis trägt nicht“, sagte Enno Tjarks.", "Enno Tjarks", "sagte"),
        ("„Das Eis trägt nicht“, sagte er am Montag.", "er", "sagte"),
        ("„Trägt das Eis?“, fragte die Bürgermeisterin.", "die Bürgermeisterin", "fragte"),
        ("„Komm!“ ruft Anna.", "Anna", "ruft"),
        (
            "„Das Eis trägt nicht“, so der Sprecher der Feuerwehr.",
            "der Sprecher der Feuerwehr",
            "so",
        ),
        (
            "„Das Eis trägt nicht“, sagte der Sprecher der Zeitung.",
            "der Sprecher",
            "sagte",
        ),
        (
            "„Das Eis trägt nicht“, warnte der ranghohe Beamte Onno von Diek am Abend.",
            "der ranghohe Beamte Onno von Diek",
            "warnte",
        ),
        ("„Das Eis trägt nicht“, hatte Onken gesagt.", "Onken", "gesagt"),
        ("„Das Eis trägt nicht“, heißt es im Bericht.", None, "heißt es"),
    ],
)
def test_the_speaker_behind_a_quote_is_found(text: str, speaker: str | None, cue: str) -> None:
    assert told(text) == [(speaker, cue)]


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ("Enno Tjarks sagte: „Das Eis trägt nicht.“", "Enno Tjarks", "sagte"),
        ("Am Abend sagte Tjarks der Zeitung: „Das Eis trägt nicht.“", "Tjarks", "sagte"),
        ("Tjarks, Chef der Wehr, sagte: „Das Eis trägt nicht.“", "Tjarks", "sagte"),
        ("Tjarks: „Das Eis trägt nicht.“", "Tjarks", None),
        ("Das Eis sei dünn, sagte Tjarks: „Es trägt noch nicht.“", "Tjarks", "sagte"),
        ("Das ist bekannt, so Tjarks: „Das Eis trägt nicht.“", "Tjarks", "so"),
        ("Der Rat nannte das eine „Zumutung“.", "Der Rat", "nannte"),
        ("Das Eis ist dünn: „Es trägt noch nicht.“", None, None),
    ],
)
def test_the_speaker_before_a_quote_is_found(
    text: str, speaker: str | None, cue: str | None
) -> None:
    assert told(text) == [(speaker, cue)]


def test_a_quote_that_goes_on_has_the_speaker_who_parts_it() -> None:
    text = "„Niemand war da“, sagte Lammers. „Das Haus stand leer.“ „Seit wann?“"
    assert told(text) == [("Lammers", "sagte"), ("Lammers", "sagte"), (None, None)]


def test_a_quote_after_the_sentence_that_tells_of_it_has_its_speaker() -> None:
    text = "Onken sagte, das Haus sei leer. „Wir haben überall gesucht.“"
    assert told(text) == [("Onken", "sagte")]


@pytest.mark.parametrize(
    "text",
    [
        "„Wer am Fluss wohnt, der weiß das.“ – Ole Brandt, Schäfer",
        '"Wer am Fluss wohnt, der weiß das." Ole Brandt, Schäfer',
    ],
)
def test_who_signs_a_quotation_is_its_speaker(text: str) -> None:
    assert told(text) == [("Ole Brandt", None)]


def test_who_is_spoken_to_is_no_speaker() -> None:
    text = "„Das Eis trägt nicht“, sagte er Journalisten."
    assert told(text) == [("er", "sagte")]


@pytest.mark.parametrize(
    ("text", "mediator"),
    [
        (
            "„Wir kommen“, sagte Onken laut einer Mitteilung des Vereins zu Kindern.",
            "laut einer Mitteilung des Vereins",
        ),
        ("„Wir kommen“, sagte er nach Angaben der Polizei.", "nach Angaben der Polizei"),
        ("„Wir kommen“, sagte er.", None),
    ],
)
def test_through_whom_the_words_came_is_kept(text: str, mediator: str | None) -> None:
    assert only(text).mediator == mediator


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ("“It is over,” said Ruth Penhallow, the chair.", "Ruth Penhallow", "said"),
        ("“It is over,” the mayor said on Friday.", "the mayor", "said"),
        ("The minister said on Friday: “We are done here.”", "The minister", "said"),
        ("“It is over,” he told reporters.", "he", "told"),
        ("She called it “a total disaster” for the town.", "She", "called"),
    ],
)
def test_english_speakers_are_found(text: str, speaker: str, cue: str) -> None:
    assert told(text, "en") == [(speaker, cue)]


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ("« C'est fini », a déclaré Lucien Tavernay.", "Lucien Tavernay", "a déclaré"),
        ("« C'est fini », affirme-t-elle.", "elle", "affirme-t-elle"),
        ("« C'est fini », explique le maire du village.", "le maire du village", "explique"),
    ],
)
def test_french_speakers_are_found(text: str, speaker: str, cue: str) -> None:
    assert told(text, "fr") == [(speaker, cue)]


@pytest.mark.parametrize(
    ("text", "lang", "mediator"),
    [
        ("“It is over,” according to the report.", "en", "according to the report"),
        ("« C'est fini », selon le maire.", "fr", "selon le maire"),
    ],
)
def test_a_source_without_a_verb_is_a_mediator(text: str, lang: str, mediator: str) -> None:
    note = only(text, lang)
    assert (note.mediator, note.speaker) == (mediator, None)


def test_in_a_language_without_verbs_quotes_have_no_speaker() -> None:
    text = "«È finita», ha detto Rossi."
    assert told(text, "it") == [(None, None)]


_PIECES = st.lists(
    st.sampled_from(
        [*'„“”"«»‚‘’‹›,.:!? —(', "Wort", "sagte", "sie", "Anna Berg", "laut", "in", "said", "a dit"]
    ),
    max_size=40,
).map("".join)


@given(_PIECES, st.sampled_from(["de", "en", "fr", "und"]))
def test_quotes_stand_in_the_text_and_lie_in_each_other_or_apart(text: str, lang: str) -> None:
    open_ends: list[int] = []
    for note in found(text, lang):
        assert note.value == text[note.start + 1 : note.end - 1].strip()
        assert note.marks == text[note.start] + text[note.end - 1]
        assert _inside(text, note)
        open_ends = [end for end in open_ends if end > note.start]
        assert all(note.end <= end for end in open_ends)
        open_ends.append(note.end)


def _inside(text: str, note: Note) -> bool:
    speaker = note.speaker
    return speaker is None or 0 <= speaker.start < speaker.end <= len(text)


@pytest.mark.parametrize("unit", ['"', "„", '" a', '"a ', "„a ", "‚‘", "“a” "])
def test_a_megabyte_of_marks_takes_a_few_seconds(unit: str) -> None:
    begun = time.perf_counter()
    quoted(unit * (1_000_000 // len(unit)))
    assert time.perf_counter() - begun < 20
