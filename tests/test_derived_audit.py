"""The audit tells how much of an article derived forms give away, alone and together."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark import store
from pressmark.export.derived.audit import LONGEST, Audit, Table, audit
from pressmark.export.derived.forms import tokens
from pressmark.export.derived.ngrams import runs

WORDS = [f"wort{number}" for number in range(400)]


def _article(seed: int, length: int = 80) -> tuple[str, str, str]:
    """An article of different words in an order of its own."""
    return f"a{seed:016}", "de", " ".join(random.Random(seed).sample(WORDS, length))  # noqa: S311


def _table(path: Path, operation: str, rows: list[dict[str, Any]], n: int = 0) -> Table:
    schema = pa.Table.from_pylist(rows).schema
    store.write_table(path, schema, pa.Table.from_pylist(rows).to_batches())
    assert pq.read_table(path).num_rows == len(rows)
    return Table(path, operation, n)


def _bag(path: Path, *articles: tuple[str, str, str]) -> Table:
    rows = [
        {"article_id": article, "token": token, "n": tokens(text).count(token)}
        for article, _, text in articles
        for token in sorted(set(tokens(text)))
    ]
    return _table(path, "bag-of-words", rows)


def _ngrams(path: Path, n: int, *articles: tuple[str, str, str]) -> Table:
    found = sorted({ngram for _, _, text in articles for ngram in runs(tokens(text), n)})
    return _table(path, "ngrams", [{"ngram": one, "n": 1, "n_articles": 1} for one in found], n)


def test_words_without_order_determine_next_to_nothing(tmp_path: Path) -> None:
    article = _article(1)
    found = audit([article], [_bag(tmp_path / "bag", article)])
    # Only the last word: it is what is left.
    assert (found.determined, found.safe) == (1, True)


def test_ngrams_of_a_text_without_repeated_words_rebuild_it(tmp_path: Path) -> None:
    article = _article(1)
    found = audit([article], [_ngrams(tmp_path / "ngrams", 3, article)])
    assert found.determined == found.tokens - 2
    assert (found.rebuilt, found.safe) == (1, False)


def test_ngrams_of_many_texts_hide_each_and_with_its_words_give_it_away(tmp_path: Path) -> None:
    """Two safe forms can be unsafe together: the bag tells which of the followers is the one."""
    articles = [_article(seed) for seed in range(8)]
    bigrams = _ngrams(tmp_path / "ngrams", 2, *articles)
    bag = _bag(tmp_path / "bag", *articles)
    alone, together = audit(articles, [bigrams]), audit(articles, [bigrams, bag])
    assert alone.safe
    assert audit(articles, [bag]).safe
    assert not together.safe
    assert together.share > 3 * alone.share


def test_a_sentence_is_known_but_not_what_follows_it(tmp_path: Path) -> None:
    sentences = ["Der Damm hält noch.", "Die Bauern klagen laut.", "Das Wasser steigt weiter."]
    article = ("a" * 17, "de", " ".join(sentences))
    rows = [{"sentence": sentence, "lang": "de"} for sentence in sentences]
    found = audit([article], [_table(tmp_path / "s", "sentences", rows)])
    assert found.determined == found.tokens - len(sentences)
    assert found.worst is not None
    assert found.worst.longest == 4


def test_masked_words_are_not_determined(tmp_path: Path) -> None:
    article = ("a" * 17, "de", "Der Damm hält, sagt der Rat.")
    rows = [{"article_id": article[0], "text": "Der ▢ ▢, ▢ der ▢."}]
    found = audit([article], [_table(tmp_path / "m", "masked", rows)])
    assert (found.determined, found.tokens) == (4, 8)


def test_a_wrong_guess_is_not_knowledge(tmp_path: Path) -> None:
    """A list without the rare n-grams misleads: its only follower is not the one in the text."""
    article = ("a" * 17, "de", "der damm hält")
    rows = [{"ngram": "der damm bricht", "n": 9, "n_articles": 9}]
    assert audit([article], [_table(tmp_path / "n", "ngrams", rows, 3)]).determined == 0


@pytest.mark.parametrize(("length", "safe"), [(LONGEST, True), (LONGEST + 1, False)])
def test_the_limit_is_a_run_of_determined_words(tmp_path: Path, length: int, safe: bool) -> None:  # noqa: FBT001
    """A run is longer by none than the words known: the first of a text is never determined."""
    known, hidden = WORDS[:length], ["x", "y"] * 40
    article = ("a" * 17, "de", " ".join(known + hidden))
    rows = [{"sentence": " ".join(known), "lang": "de"}]
    found = audit([article], [_table(tmp_path / "s", "sentences", rows)])
    assert (found.worst and found.worst.longest, found.safe) == (length - 1, safe)


def test_nothing_published_gives_nothing_away() -> None:
    assert audit([_article(1)], []) == Audit(1, 80, 0, audit([_article(1)], []).worst, 0)


@given(st.lists(st.text(max_size=40), max_size=4))
def test_more_knowledge_never_determines_less(texts: list[str]) -> None:
    import tempfile

    articles = [(f"a{number:016}", "de", text) for number, text in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder:
        trigrams = {one for _, _, text in articles for one in runs(tokens(text), 3)}
        if not trigrams:
            return
        known = [_ngrams(Path(folder) / "n", 3, *articles)]
        before = audit(articles, known).determined
        assert audit(articles, [*known, _bag(Path(folder) / "b", *articles)]).determined >= before
