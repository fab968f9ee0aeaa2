"""Front matter in YAML and TOML: values as writers write them, and not a character lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.parse import front_matter, segment

BODY = "Der Hafen von Lindach war am Dienstag wieder offen.\n"


def stated(text: str) -> dict[str, str]:
    return {item.column: item.value for item in segment(text).stated}


YAML = {
    "comments and blank lines": (
        "# Kopf\ntitle: Der Damm # so\n\n# noch\ndate: 2018-05-30\n",
        {"title": "Der Damm", "published_edtf": "2018-05-30"},
    ),
    "a hash in a word": ("title: C# am Ufer\ndate: 2018\n", {"title": "C# am Ufer"}),
    "a folded text": (
        "title: >-\n  Der Damm\n  wird hoch\ndate: 2018-05\n",
        {"title": "Der Damm wird hoch"},
    ),
    "a text with lines that is not ours": (
        "summary: |\n  Erste: Zeile\n  Zweite\ntitle: Der Damm\n",
        {"title": "Der Damm"},
    ),
    "a text that goes on": ("title: Der Damm\n  wird hoch\n", {"title": "Der Damm wird hoch"}),
    "quotation marks": (
        "\"title\": 'Der ''Damm'''\nsubtitle: \"Zeile \\\"eins\\\"\"\n",
        {"title": "Der 'Damm'", "subtitle": 'Zeile "eins"'},
    ),
    "a list below": (
        "authors:\n- Ada Quell\n- 'Bernd Muster'\n",
        {"authors": '["Ada Quell", "Bernd Muster"]'},
    ),
    "a list in a line": (
        "tags: [\"Fluss, oben\", Damm, 'Ufer']\n",
        {"keywords": '["Fluss, oben", "Damm", "Ufer"]'},
    ),
    "a list over lines": ("tags: [Fluss,\n  Damm]\n", {"keywords": '["Fluss", "Damm"]'}),
    "names below keys": (
        "author:\n  name: Ada Quell\n  url: https://a.example\n",
        {"authors": '["Ada Quell"]'},
    ),
    "a list of names": (
        "authors:\n  - name: Ada Quell\n    role: Text\n  - name: Bernd\n",
        {"authors": '["Ada Quell", "Bernd"]'},
    ),
    "nothing": ("title: Der Damm\nauthor: ~\nsection: null\n", {"title": "Der Damm"}),
    "an instant": ("date: 2018-05-30T23:40:00+02:00\n", {"published_edtf": "2018-05-30"}),
}
TOML = {
    "values": (
        'title = "Der Damm"\ndate = 2018-05-30\nauthors = ["Ada Quell", "Bernd"]\ndraft = false\n',
        {
            "title": "Der Damm",
            "published_edtf": "2018-05-30",
            "authors": '["Ada Quell", "Bernd"]',
        },
    ),
    "a list over lines": (
        'tags = [\n  "Fluss",\n  "Damm",\n]\n',
        {"keywords": '["Fluss", "Damm"]'},
    ),
    "tables": (
        'title = "Der Damm"\n[extra]\ndate = 2011-01-01\n',
        {"title": "Der Damm"},
    ),
    "an instant": ("date = 2018-05-30T23:40:00+02:00\n", {"published_edtf": "2018-05-30"}),
}


@pytest.mark.parametrize("case", YAML)
def test_yaml_is_read_as_writers_write_it(case: str) -> None:
    written, values = YAML[case]
    found = stated(f"---\n{written}---\n{BODY}")
    assert {key: found.get(key) for key in values} == values


@pytest.mark.parametrize("case", TOML)
def test_toml_is_read_by_its_own_parser(case: str) -> None:
    written, values = TOML[case]
    assert stated(f"+++\n{written}+++\n{BODY}") == values


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: Der Damm\n{BODY}",
        f"---\nKein Schlüssel hier\n---\n{BODY}",
        f"+++\ntitle = \n+++\n{BODY}",
        f"---\n---\n{BODY}",
        f"---\ncolour: rot\n---\n{BODY}",
    ],
)
def test_what_is_no_front_matter_stays_text(text: str) -> None:
    assert stated(text) == {}
    segmented = segment(text)
    assert segmented.segments[0].span.start == 0


def test_a_date_that_is_none_stays_in_the_text() -> None:
    text = f"---\ntitle: Der Damm\ndate: bald\n---\n{BODY}"
    segmented = segment(text)
    spans = [text[part.span.start : part.span.end] for part in segmented.segments]
    assert spans[0] == "date: bald"


@given(st.text(alphabet="ab:\n -#>|[]\"'=,", max_size=80), st.sampled_from(["---", "+++"]))
def test_no_front_matter_makes_it_fail_and_places_are_those_of_the_text(
    inner: str, fence: str
) -> None:
    text = f"{fence}\ntitle: a\n{inner}\n{fence}\n{BODY}"
    found = front_matter.read(text, 0)
    if found:
        entries, end = found
        assert all(0 < e.span.start <= e.span.end <= end for e in entries)
    for item in segment(text).stated:
        assert text[item.span.start : item.span.end] == item.raw


def test_long_front_matter_is_read_in_linear_time() -> None:
    from time import process_time

    begun = process_time()
    for line in ("a: " + "'" * 300, "[" * 300, "-" * 300, "x" * 300, 'a: ["' + '",' * 150):
        front_matter.read("---\ntitle: a\n" + f"{line}\n" * 60 + "---\n", 0)
        front_matter.read("---\n" + line * 1_000, 0)
    assert process_time() - begun < 2
