"""Mappings: declared, or a preset that its keys tell; never a guess."""

from collections.abc import Mapping
from typing import Any

import pytest

from pressmark.config import Config, RecordsRule
from pressmark.read import mapping
from pressmark_schema.errors import UsageError

FUNDUS = {
    "title": "Der Damm",
    "authors": ["Ada Quell"],
    "body": {
        "summary": ["Kurz gesagt."],
        "sections": [{"headline": ["Am Ufer"], "paragraphs": ["Erstens.", "Zweitens."]}],
    },
    "publishing_date": "2018-05-30 10:00:00+02:00",
    "topics": ["Fluss", "Damm"],
    "free_access": True,
    "url": "https://talbote.example/a",
}
NEWS_PLEASE = {
    "title": "Der Damm",
    "authors": [],
    "maintext": "Ein Text.",
    "date_publish": "2018-05-30 10:00:00",
    "date_modify": "None",
    "language": "de",
    "source_domain": "talbote.example",
    "url": "https://talbote.example/a",
}
NEWS_ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Der Damm",
    "articleBody": "Ein Text.",
    "datePublished": "2018-05-30T10:00:00+02:00",
    "author": [{"@type": "Person", "name": "Ada Quell"}],
    "publisher": {"name": "Talbote"},
    "mainEntityOfPage": {"@id": "https://talbote.example/a"},
    "isAccessibleForFree": "False",
}
DOCUMENT = {"id": "a1", "text": "Ein Text.", "metadata": {"url": "https://talbote.example/a"}}


@pytest.mark.parametrize(
    ("record", "preset", "text", "stated"),
    [
        (
            FUNDUS,
            "fundus",
            "Kurz gesagt.\n\nAm Ufer\n\nErstens.\n\nZweitens.",
            {
                "title": "Der Damm",
                "authors": '["Ada Quell"]',
                "published": "2018-05-30 10:00:00+02:00",
                "keywords": '["Fluss", "Damm"]',
                "canonical_url": "https://talbote.example/a",
                "access": "free",
            },
        ),
        (
            NEWS_PLEASE,
            "news-please",
            "Ein Text.",
            {
                "title": "Der Damm",
                "published": "2018-05-30 10:00:00",
                "canonical_url": "https://talbote.example/a",
                "outlet": "talbote.example",
                "lang": "de",
            },
        ),
        (
            NEWS_ARTICLE,
            "schema.org",
            "Ein Text.",
            {
                "title": "Der Damm",
                "authors": '["Ada Quell"]',
                "published": "2018-05-30T10:00:00+02:00",
                "canonical_url": "https://talbote.example/a",
                "outlet": "Talbote",
                "access": "restricted",
            },
        ),
        (
            DOCUMENT,
            "huggingface",
            "Ein Text.",
            {"native_id": "a1", "canonical_url": "https://talbote.example/a"},
        ),
    ],
)
def test_a_preset_is_known_by_its_keys_and_maps_them(
    record: Mapping[str, Any], preset: str, text: str, stated: dict[str, str]
) -> None:
    found, named = mapping.resolve("a.jsonl", None, record.keys(), [])
    assert named.startswith(f"preset {preset}, known by the keys ")
    assert mapping.apply(record, found) == (text, stated)


def test_keys_of_no_preset_are_listed_with_a_proposal() -> None:
    with pytest.raises(UsageError) as caught:
        mapping.resolve("x/a.jsonl", None, ["content", "headline", "wert"], [])
    assert "content, headline, wert" in str(caught.value)
    assert 'fields = { text = "content", title = "headline" }' in str(caught.value.hint)


def test_keys_of_two_presets_are_no_preset() -> None:
    assert mapping.detect({**NEWS_PLEASE, **NEWS_ARTICLE}) is None


def test_what_is_declared_goes_before_the_preset_and_own_columns_have_their_names() -> None:
    rule = RecordsRule(glob="*", preset="huggingface", fields={"native_id": "nr"})
    found, _ = mapping.resolve("a.jsonl", rule, ["id", "text", "leaning"], ["leaning", "other"])
    assert found["native_id"] == ("nr",)
    assert found["leaning"] == ("leaning",)
    assert "other" not in found


def test_a_column_that_is_not_ours_is_refused() -> None:
    rule = RecordsRule(glob="*", fields={"text": "body", "colour": "c"})
    with pytest.raises(UsageError, match="colour"):
        mapping.resolve("a.jsonl", rule, ["body"], [])


def test_a_rule_is_among_the_settings_that_can_change_a_record() -> None:
    one, other = (
        Config.model_validate({"records": [{"glob": glob}]}) for glob in ("*.json", "*.jsonl")
    )
    assert len({one.sha256, other.sha256, Config().sha256}) == 3
