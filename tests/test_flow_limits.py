"""What decides whether a document is taken is counted in it: hostile input is refused in words."""

from __future__ import annotations

import time
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from pressmark.config import Config, ReadSection
from pressmark.flow.options import Options
from pressmark.flow.single import parse_raw
from pressmark.markup.attributes import MAX_ATTRIBUTES, most_attributes
from pressmark.read.delimited import MAX_COLUMNS, headings
from pressmark.read.files import from_bytes
from pressmark.read.json_values import divide
from pressmark.read.refused import RefusedError
from pressmark_schema.documents import Shape
from raw_input import MORE, PROSE

if TYPE_CHECKING:
    from pressmark.flow.single import Parsed

SENTENCE = f"{PROSE} "


def parsed(name: str, text: str, config: Config | None = None) -> Parsed:
    """What becomes of a file."""
    options = Options(config or Config().with_extractor("fast"))
    return parse_raw(from_bytes(name, text.encode(), 16 * 2**20), options)


def attributes(count: int) -> str:
    """So many attributes, each of its own name, in all ways of writing one."""
    ways = ("a{}=1", "a{}='>'", 'a{}="<b "', "a{}", "a{} = x")
    return " ".join(ways[number % len(ways)].format(number) for number in range(count))


@pytest.mark.parametrize("before", ["", "<script>if (i<a && b) {}</script>", "<!-- <p a b c -->"])
def test_an_element_of_too_many_attributes_is_refused_before_a_tree_is_built(before: str) -> None:
    body = f"{before}<p {attributes(MAX_ATTRIBUTES + 1)}>{PROSE}</p><p>{MORE}</p>"
    found = parsed("a.html", f"<html><body>{body}</body></html>")
    assert found.reason == "resource_limit"
    assert "an element with 1,001 attributes, the limit is 1,000" in found.refused


def test_as_many_as_the_limit_are_read_and_scripts_have_none() -> None:
    body = f"<p {attributes(MAX_ATTRIBUTES)}>{PROSE}</p><p>{MORE}</p>"
    script = "<script>" + "for(i=0;i<a;i++){x = 1} " * 2_000 + "</script>"
    assert most_attributes(f"<html><body>{body}") <= MAX_ATTRIBUTES
    assert parsed("a.html", f"<html><body>{script}{body}</body></html>").article is not None


@pytest.mark.parametrize(
    "text",
    [
        "<a" * 300_000,
        '<a "' * 300_000,
        "<a b='<a b=\"" * 100_000,
        '<a b="' + "<a b=" * 200_000,
        "<a/" * 300_000,
        "<a " + "=" * 1_000_000,
        "<a " + "x " * 1_000_000,
    ],
)
def test_counting_attributes_takes_time_linear_in_the_page(text: str) -> None:
    begun = time.process_time()
    most_attributes(text)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_a_document_of_too_many_blocks_is_refused(name: str) -> None:
    config = Config(read=ReadSection(include=["*"], max_blocks=20)).with_extractor("fast")
    texts = [f"{number} {SENTENCE}" for number in range(21)]
    joined = "\n\n".join(texts) if name == "a.txt" else "".join(f"<p>{t}</p>" for t in texts)
    found = parsed(name, joined, config)
    assert (found.reason, "21 blocks, the limit is 20 (read.max_blocks)" in found.refused) == (
        "resource_limit",
        True,
    )


@pytest.mark.slow
def test_a_document_of_too_many_annotations_is_refused() -> None:
    found = parsed("a.txt", "„a b c d“, sagte sie. " * 100_001)
    assert found.reason == "resource_limit"
    assert "more than 100,000 annotations" in found.refused


def test_a_table_of_too_many_columns_is_refused() -> None:
    with pytest.raises(RefusedError, match="100,001 columns, the limit is 10,000") as refused:
        headings(BytesIO(b"text," + b"c," * 99_999 + b"\n"), "utf-8", ",")
    assert (refused.value.reason, MAX_COLUMNS) == ("resource_limit", 10_000)


HOSTILE = {
    "nested.html": "<div>" * 300_000,
    "empty.html": "<b></b>" * 190_000 + f"<p>{PROSE}</p><p>{MORE}</p>",
    "one.html": "<p>a. " * 300_000,
    "class.html": f"<div class='{'a b-c ' * 500_000}'><p>{PROSE}</p></div>",
    "links.html": f"<p>{PROSE}" + "<a href='/x'>Wort</a> " * 90_000,
    "times.html": "<time datetime='2020-01-01'>x</time>" * 60_000 + f"<p>{PROSE}</p>",
    "deep.html": "<div class='a'>" * 240 + "".join(f"<p>{n} {PROSE}</p>" for n in range(9_000)),
    "data.html": f"<script type='application/ld+json'>{'[' * 900_000}</script><p>{PROSE}</p>",
    "blocks.txt": "a\n\n" * 500_000,
    "line.txt": SENTENCE * 40_000,
    "quotes.txt": "„a b c d“, sagte sie. " * 60_000,
    "open.txt": "„(" * 900_000,
    "keys.txt": "".join(f"Title: x{number}\n" for number in range(200_000)),
    "yaml.txt": "---\n" + "a: " * 300_000 + f"\n---\n{PROSE}",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_takes_seconds_and_gives_an_article_or_a_reason(name: str) -> None:
    begun = time.process_time()
    found = parsed(name, HOSTILE[name])
    assert (found.article is None) == bool(found.reason)
    assert time.process_time() - begun < 30


@pytest.mark.slow
def test_a_flood_of_brackets_is_divided_in_time_linear_in_it() -> None:
    times = []
    for count in (100_000, 400_000):
        stream = BytesIO(b"[" + b"[]," * count + b"{}]")
        begun = time.process_time()
        assert sum(1 for _ in divide(stream, Shape("json", "utf-8"), 2**24, 0)) == count + 1
        times.append(time.process_time() - begun)
    assert times[1] < 8 * times[0] + 1
