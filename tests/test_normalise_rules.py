"""What each normalisation rule changes, and what it leaves alone."""

import time

import pytest

from pressmark.normalise import RULES, clean


def rules_of(source: str, *, wrapped: bool = True) -> set[str]:
    edits = clean(source, wrapped=wrapped).edits
    return {rule.partition("@")[0] for edit in edits for rule in edit.rules}


@pytest.mark.parametrize(
    ("source", "text", "rule"),
    [
        ("Die MÃ¼hle â€žam Bachâ€œ schlieÃŸt", "Die Mühle „am Bach“ schließt", "mojibake"),
        ("Für â€žunsâ€œ – größer", "Für „uns“ – größer", "mojibake"),
        ("ein \x84Wort\x93 \x96 5 \x80", "ein „Wort“ – 5 €", "mojibake"),
        ("für „alle“ Ã\u00a0 la â\x80\x9cCarteâ\x80\x9d", "für „alle“ à la “Carte”", "mojibake"),
        ("für mich Ã\u00a0 la Carte \x96 ja", "für mich à la Carte – ja", "mojibake"),
        ("doppelt ÃƒÂ¤rgerlich", "doppelt ärgerlich", "mojibake"),
        ("kostet Â£5", "kostet £5", "mojibake"),
        ("Glück \ud83c\udf40", "Glück 🍀", "surrogates"),
        ("halb \ud83c", "halb \ufffd", "surrogates"),
        ("Null\x00stelle\x7f", "Nullstelle", "controls"),
        ("limpio\x8f", "limpio", "controls"),
        ("\u2066@rathaus\u2069 sagt", "@rathaus sagt", "bidi"),
        ("Zoll\u200bamt \ufeffWien\u2060", "Zollamt Wien", "zero-width"),
        ("Auf\u200clage", "Auflage", "zero-width"),
        ("Ge\u00admein\u00adde", "Gemeinde", "soft-hyphens"),
        ("am frühen\nMorgen", "am frühen Morgen", "line-wraps"),
        ("am frühen \r\n\tMorgen", "am frühen Morgen", "line-wraps"),
        ("am\rfrühen\u2028Morgen\n", "am frühen Morgen", "line-wraps"),
        ("10\u202f000\u00a0Euro", "10 000 Euro", "spaces"),
        (" zwei  Worte\t", "zwei Worte", "spaces"),
        ("\u3000全角\u3000", "全角", "spaces"),
        ("gru\u0308n", "grün", "nfc"),
        ("300 \u212b", "300 Å", "nfc"),
        ("\u1112\u1161\u11ab", "한", "nfc"),
    ],
)
def test_a_rule_changes_what_it_is_for(source: str, text: str, rule: str) -> None:
    assert clean(source).text == text
    assert rules_of(source) == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ein Satz, wie er sein sol.",
        "„Gerade“ \"und\" 'krumme' «Zeichen» – so — oder…",
        "ﬁnden, Ｂreite, &amp; &nbsp; x² ½ ™ ﬀ",
        "S p e r r s a t z und  kein Fehler".replace("  ", " "),
        "SÃO PAULO, AMANHÃ, «IRMÃ» und „IRMÃ»",
        "LE CAFÉ» fermé, DÉJÀ… „Ö“ Spaß“ „Ä“",
        "Straße, Ærø, Øst, Ñandú, Ðorđe, Σ Ω, Привет Ё",
        "3 × 4 ≠ √2, Â und Ã allein",
        "می\u200cخواهم",
        "Wort\u200d, Wort",
        "Familie \U0001f468\u200d\U0001f469\u200d\U0001f467 und क\u094d\u200dष",
        "Herz \u2764\ufe0f",
        "Vor- und Nachteile, E-Mail, Donau- Dampf",
        "verlustig gegangen: \ufffd, Ã?",
    ],
)
def test_the_authors_own_writing_stays(text: str) -> None:
    assert clean(text).text == text
    assert clean(text).edits == ()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("wei-\nter", "weiter"),
        ("wei-  \r\n  ter", "weiter"),
        ("US-Regie-\nrung", "US-Regierung"),
        ("l’admi-\nnistration", "l’administration"),
        ("„Zu-\nkunft“", "„Zukunft“"),
        ("Ver\u00ad\nein", "Verein"),
        ("Canna\u00ad\nbis", "Cannabis"),
        ("Ge\u00admein-\nde", "Gemeinde"),
        ("Gemu\u0308-\nse", "Gemüse"),
        ("Donau-\nDampfer", "Donau-Dampfer"),
        ("18-\njährige", "18-jährige"),
        ("1914-\n1918", "1914-1918"),
        ("e-\nmail", "e-mail"),
        ("state-of-the-\nart", "state-of-the-art"),
        ("https://rathaus.example/neue-\nbaustelle", "https://rathaus.example/neue-baustelle"),
        ("Apfel-\niPhone", "Apfel-iPhone"),
        ("peut-\nêtre", "peut-être"),
        ("Vor-\nund Nach-\nteile", "Vor- und Nachteile"),
        ("Haupt-\nundenkbar", "Hauptundenkbar"),
        ("Wien -\nder Rat", "Wien - der Rat"),
        ("(APA)-\nder Rat", "(APA)- der Rat"),
    ],
)
def test_a_hyphen_at_a_line_end(source: str, text: str) -> None:
    assert clean(source).text == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "eine Zeile \r\n noch eine\r\rund die dritte\n",
            "eine Zeile\nnoch eine\n\nund die dritte",
        ),
        ("wei-\nter", "wei-\nter"),
        ("a\u00a0 b\nc", "a b\nc"),
    ],
)
def test_line_breaks_of_the_author_stay_as_line_feeds(source: str, text: str) -> None:
    assert clean(source, wrapped=False).text == text
    assert clean(text, wrapped=False).edits == ()


def test_every_rule_is_listed_once_with_its_version_and_reason() -> None:
    names = [name for name, _, _ in RULES]
    assert len(set(names)) == len(names) == 11
    assert all(version >= 1 and why for _, version, why in RULES)


def test_mojibake_that_a_deletion_lays_bare_is_undone_too() -> None:
    assert clean("fÃ\u200b¼r").text == "für"
    assert clean("fÃ\u200b¼r").edits[0].rules == ("zero-width@1", "mojibake@1")


def test_marks_in_the_wrong_order_do_not_stall() -> None:
    marks = 60_000
    begun = time.perf_counter()
    cleaned = clean("a" + "\u0301" * marks + "\u0323" * marks)
    assert cleaned.text == "\u1ea1" + "\u0323" * (marks - 1) + "\u0301" * marks
    assert time.perf_counter() - begun < 3
