"""Each block is in a declared language, or inherits its article's."""

import pytest

from pressmark.parse import article_language, function_words, identify, language
from pressmark.parse.words import words
from pressmark_schema.vocabulary import LangBasis

GERMAN = "Die Stadt will den Damm am Unterlauf bis zum Herbst erhöhen, doch die Bauern klagen."
ENGLISH = "We are so grateful for everything the volunteers did last night at the river."
FRENCH = "La ville veut relever la digue avant l'automne, mais les fermiers ne sont pas d'accord."
ALL = ["de", "en", "fr"]


def test_each_block_has_its_own_language() -> None:
    assert identify([GERMAN, ENGLISH, FRENCH], ALL, None) == [
        ("de", LangBasis.IDENTIFIED),
        ("en", LangBasis.IDENTIFIED),
        ("fr", LangBasis.IDENTIFIED),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Der Damm",
        "@jule #damm https://example.org/the-dam-is-holding-for-now",
        "Jule Haberkamp, Ole Brandt",
        "14 : 3",
        "",
    ],
)
def test_what_tells_no_language_inherits_the_articles(text: str) -> None:
    assert identify([FRENCH, text], ALL, None)[1] == ("fr", LangBasis.INHERITED)
    assert identify([FRENCH, text], ALL, "en")[1] == ("en", LangBasis.INHERITED)


def test_only_declared_languages_come_into_question() -> None:
    assert identify([ENGLISH], ["de", "fr"], None)[0][0] in {"de", "fr"}


def test_a_declared_region_is_kept() -> None:
    assert identify([GERMAN], ["de-AT", "en"], None) == [("de-AT", LangBasis.IDENTIFIED)]


def test_the_article_is_in_the_language_of_most_of_its_text() -> None:
    assert article_language([ENGLISH, GERMAN, GERMAN + " " + GERMAN], ALL) == "de"


@pytest.mark.parametrize("texts", [[], ["Damm"], ["", "@a"]])
def test_a_language_that_nothing_tells_is_undetermined(texts: list[str]) -> None:
    assert article_language(texts, ALL) == "und"
    assert identify(texts, ALL, None) == [("und", LangBasis.INHERITED)] * len(texts)


def test_languages_that_no_model_knows_are_not_guessed() -> None:
    assert identify([GERMAN], ["tlh"], None) == [("und", LangBasis.INHERITED)]


def test_the_order_of_the_declared_languages_changes_nothing() -> None:
    texts = [GERMAN, ENGLISH, FRENCH, "Der Damm hält noch"]
    assert identify(texts, ALL, None) == identify(texts, ALL[::-1], None)


def test_plain_prose_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading the model takes half a second, most of what `parse FILE` does besides."""
    monkeypatch.setattr(language, "_whole_model", lambda: pytest.fail("the model was loaded"))
    texts = [f"{text} {text}" for text in (GERMAN, ENGLISH, FRENCH)]
    assert [code for code, _ in identify(texts, ALL, None)] == ALL


def test_many_times_one_word_of_another_language_tells_nothing() -> None:
    dutch = "De man in de straat zag de hond van de buurman op de stoep bij de bakker van de wijk."
    assert function_words.language(words(dutch), ("de", "en", "fr")) is None


def test_a_language_without_a_list_leaves_all_to_the_model() -> None:
    assert function_words.language(words(GERMAN), ("da", "de")) is None
