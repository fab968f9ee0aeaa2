"""Learning: what a corpus shows of its outlets, and nothing that belongs to the articles."""

import random
from pathlib import Path

import pytest

from learnt_corpus import BESIDE, HEADING, KURIER, MEMBER, MORNING, SUFFIX, TALBOTE, corpus, texts
from pressmark import profile as profiles
from pressmark.config import find
from pressmark.flow import learn as learning
from pressmark.flow.learn import writing
from pressmark_schema.profile import Profile
from raw_input import write


def learnt(raw: Path, jobs: int = 1) -> str:
    """The profile of the corpus at `raw` as text."""
    config = find(raw)
    target = writing.target(None, config, update=True)
    return writing.compose(learning.learn([raw], config, jobs=jobs), target)


def profile(raw: Path) -> Profile:
    """The profile of the corpus at `raw`, read back from its text."""
    return profiles.parse(learnt(raw).encode(), raw / "profile.toml")


def furniture(found: Profile) -> set[tuple[str, str, str]]:
    """The outlet, line and kind of each learnt line."""
    assert found.learnt is not None
    return {(one.outlet, one.line or "", str(one.kind)) for one in found.learnt.furniture}


def test_two_outlets_yield_exactly_their_furniture_suffix_and_byline(tmp_path: Path) -> None:
    found = profile(corpus(tmp_path))
    assert found.learnt is not None
    assert furniture(found) == {
        (KURIER, MEMBER, "boilerplate"),
        (KURIER, MORNING, "boilerplate"),
        (KURIER, BESIDE, "teaser"),
        (TALBOTE, "Anzeige", "ad"),
    }
    assert [(one.outlet, one.suffix) for one in found.learnt.suffix] == [(KURIER, SUFFIX)]
    forms = [(one.outlet, one.form) for one in found.learnt.byline]
    assert forms == [(KURIER, "Ein Bericht von {names}")]


def test_counts_shares_and_a_place_are_stated(tmp_path: Path) -> None:
    found = profile(corpus(tmp_path)).learnt
    assert found is not None
    assert found.articles == 60
    assert found.outlets == {KURIER: 30, TALBOTE: 30}
    member = next(one for one in found.furniture if one.line == MEMBER)
    assert (member.articles, member.share) == (30, 1000)
    beside = next(one for one in found.furniture if one.line == BESIDE)
    assert (beside.articles, beside.share) == (15, 500)
    assert [(one.rule, one.articles, one.example) for one in found.header] == [
        ("header.key@1", 60, "raw/hafenkurier/000.txt")
    ]


def test_a_heading_that_an_outlet_likes_is_shown_but_stays_in_the_text(tmp_path: Path) -> None:
    raw = corpus(tmp_path)
    assert HEADING not in {line for _, line, _ in furniture(profile(raw))}
    assert f'# hafenkurier: in 30 articles, 1000 per mille: "{HEADING}"' in learnt(raw)


def test_copies_of_one_article_make_no_furniture_of_its_sentences(tmp_path: Path) -> None:
    one = texts(1)["hafenkurier/000.txt"]
    copies = {f"hafenkurier/copy{number}.txt": one for number in range(20)}
    assert furniture(profile(corpus(tmp_path, more=copies))) == furniture(
        profile(corpus(tmp_path / "plain"))
    )


def test_few_articles_teach_nothing(tmp_path: Path) -> None:
    found = profile(corpus(tmp_path, count=8)).learnt
    assert found is not None
    assert not found.furniture
    assert not found.suffix
    assert not found.byline


def test_the_same_corpus_gives_the_same_bytes_whatever_the_processes(tmp_path: Path) -> None:
    raw = corpus(tmp_path)
    assert learnt(raw, jobs=2) == learnt(raw, jobs=1)


def test_the_order_and_names_of_files_change_no_count(tmp_path: Path) -> None:
    shuffled = list(texts().values())
    random.Random(3).shuffle(shuffled)  # noqa: S311 - any order will do
    names = sorted(texts())
    there = {f"raw/{KURIER}/{n:02}.txt": t for n, t in enumerate(shuffled) if SUFFIX in t}
    there |= {f"raw/{TALBOTE}/{n:02}.txt": t for n, t in enumerate(shuffled) if SUFFIX not in t}
    assert len(there) == len(names)
    write(tmp_path / "b", there)
    write(tmp_path / "b", {"pressmark.toml": '[read]\npaths = ["{outlet}/*.txt"]\n'})
    assert furniture(profile(tmp_path / "b" / "raw")) == furniture(profile(corpus(tmp_path / "a")))


def test_a_profile_in_force_has_no_part_in_learning(tmp_path: Path) -> None:
    raw = corpus(tmp_path)
    first = learnt(raw)
    write(tmp_path, {"profile.toml": first})
    assert learnt(raw) == first


def test_an_update_keeps_what_a_person_wrote_to_the_letter(tmp_path: Path) -> None:
    raw = corpus(tmp_path)
    mine = (
        "version = 1  # the form\n\n"
        '[[furniture]]   # the shop\noutlet = "Hafenkurier"\nfrom = "Aus unserem Laden"\n'
        'until = "paragraph"\nkind = "ad"\n\n'
        f'[[keep]]\noutlet = "*"\nline = "{BESIDE}"\n'
    )
    write(tmp_path, {"profile.toml": mine})
    once = learnt(raw)
    assert once.startswith(mine)
    write(tmp_path, {"profile.toml": once})
    assert learnt(raw) == once
    assert BESIDE not in {line for _, line, _ in furniture(profile(raw))}


def test_entries_that_someone_wrote_below_the_line_are_moved_above_it(tmp_path: Path) -> None:
    raw = corpus(tmp_path)
    stray = '\n[[furniture]]\noutlet = "talbote"\nline = "Zum Seitenanfang"\nkind = "boilerplate"\n'
    write(tmp_path, {"profile.toml": learnt(raw) + stray})
    own, _, rest = learnt(raw).partition(writing.MARK)
    assert "Zum Seitenanfang" in own
    assert "Zum Seitenanfang" not in rest


def test_a_profile_whose_parts_cannot_be_told_apart_is_not_overwritten(tmp_path: Path) -> None:
    raw = corpus(tmp_path)
    write(tmp_path, {"profile.toml": learnt(raw).replace(writing.MARK, "")})
    with pytest.raises(Exception, match="the line between your part and the learnt one is gone"):
        learnt(raw)


HOSTILE = (
    'Zum Shop" \nkind = "title"\n[[keep]]\noutlet = "*"',
    "Mehr dazu \\u0000 ''' \"\"\" # [learnt]",
    "Mehr zum Thema \x1b[31mrot\x07 und \u202egespiegelt\u2066 \U000e0041",
    "Newsletter {names} \\ ende",
)


@pytest.mark.parametrize("line", HOSTILE)
def test_a_hostile_line_is_a_string_in_the_profile_and_no_more(tmp_path: Path, line: str) -> None:
    """Whatever the articles print, the file stays TOML, drives no terminal, adds no entry."""
    own_line = " ".join(line.split())
    files = {
        path: text.replace(MORNING, own_line) if "kurier" in path else text
        for path, text in texts().items()
    }
    raw = corpus(tmp_path, more=files)
    text = learnt(raw)
    found = profiles.parse(text.encode(), tmp_path / "profile.toml")
    assert not found.keep
    assert not found.furniture
    assert all(char.isprintable() or char == "\n" for char in text)
    assert len(furniture(found)) in (3, 4)


@pytest.mark.parametrize("name", ["a\nb", 'q"uote', "\x1b[2J", "#"])
def test_hostile_paths_are_strings_too(tmp_path: Path, name: str) -> None:
    raw = corpus(tmp_path, more={f"hafenkurier/{name}.txt": "date 2018 Mein Text steht hier."})
    text = learnt(raw)
    assert profiles.parse(text.encode(), tmp_path / "profile.toml").learnt is not None
    assert all(char.isprintable() or char == "\n" for char in text)


def test_keys_of_headers_that_are_not_read_are_named_with_a_place(tmp_path: Path) -> None:
    files = {
        path: text.replace("Date:", "Erschienen am:") if TALBOTE in path else text
        for path, text in texts().items()
    }
    found = profile(corpus(tmp_path, more=files)).learnt
    assert found is not None
    unread = [(one.key, one.articles, one.example) for one in found.unread]
    assert unread == [("erschienen_am", 30, "raw/talbote/001.txt")]
    assert {one.rule: one.articles for one in found.header} == {"header.key@1": 30, "none": 30}
