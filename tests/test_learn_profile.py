"""The profile in use: what it says decides, the same for one file as for the whole corpus."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_pages import TWEET, plain_page
from learnt_corpus import KURIER, MEMBER, MORNING, SUFFIX, corpus, texts
from pressmark import parse
from pressmark import profile as profiles
from pressmark.config import Config, find
from pressmark.dataset import Dataset
from pressmark.flow import learn as learning
from pressmark.flow import single, steps
from pressmark.flow.learn import writing
from pressmark.flow.pieces import pieces
from pressmark_schema.canonical import json_line
from pressmark_schema.errors import UsageError
from pressmark_schema.profile import NOTHING, Profile
from pressmark_schema.vocabulary import BlockKind, KindBasis
from raw_input import MORE, PROSE, write
from web_pages import TITLE


def following(entries: str, outlet: str = "talbote") -> Any:
    """What a profile of these entries knows of an outlet."""
    return profiles.parse(f"version = 1\n{entries}".encode(), Path("profile.toml")).of(outlet)


def kinds(texts: list[str], entries: str, outlet: str = "talbote") -> list[tuple[str, str]]:
    """The kind and basis of each block under a profile of these entries."""
    found = parse.classify(texts, title_stated=True, profile=following(entries, outlet))
    return [(str(one.kind), str(one.kind_basis)) for one in found]


LINE = '[[furniture]]\noutlet = "talbote"\nline = "Aus dem Tal"\nkind = "boilerplate"\n'
SHOP = '[[furniture]]\noutlet = "talbote"\nfrom = "Unser Laden"\nuntil = "{}"\nkind = "ad"\n'


def test_a_line_of_the_profile_has_its_kind_and_says_who_decided() -> None:
    found = parse.classify([PROSE, "Aus dem  Tal", MORE], profile=following(LINE))[1]
    assert (found.kind, found.kind_basis) == (BlockKind.BOILERPLATE, KindBasis.PROFILE)
    assert found.kind_confidence == 1000


def test_the_line_counts_as_a_whole_and_for_its_outlet_alone() -> None:
    blocks = [PROSE, "Aus dem Tal kommt Wasser", MORE]
    assert kinds(blocks, LINE)[1] == ("heading", "pattern")
    assert kinds([PROSE, "Aus dem Tal", MORE], LINE, "hafenkurier")[1] == ("heading", "pattern")


def test_a_star_stands_for_every_outlet_even_where_none_is_stated() -> None:
    everywhere = LINE.replace("talbote", "*")
    for outlet in ("talbote", "hafenkurier", "unknown"):
        assert kinds([PROSE, "Aus dem Tal", MORE], everywhere, outlet)[1][0] == "boilerplate"


def test_an_outlet_may_be_written_by_its_name() -> None:
    assert kinds([PROSE, "Aus dem Tal", MORE], LINE.replace("talbote", "Talböte"), "talboete")[
        1
    ] == ("boilerplate", "profile")


BOX = [PROSE, "Unser Laden im Netz", "Tassen und Karten", "Zum Warenkorb", MORE, "Ein Ende", MORE]


@pytest.mark.parametrize(
    ("until", "ads"), [("block", [1]), ("paragraph", [1, 2, 3]), ("end", [1, 2, 3, 4, 5, 6])]
)
def test_an_opening_reaches_as_far_as_it_says(until: str, ads: list[int]) -> None:
    found = kinds(BOX, SHOP.format(until))
    assert [place for place, (kind, _) in enumerate(found) if kind == "ad"] == ads


def test_a_post_stays_a_post_within_furniture() -> None:
    post = "Nur ein Beispiel — Jule H. (@juleh) May 30, 2018"
    assert kinds([*BOX[:2], post, *BOX[2:]], SHOP.format("end"))[2] == ("embed", "pattern")


def test_what_the_document_itself_shows_outweighs_the_profile() -> None:
    given = [None, BlockKind.LIST_ITEM, None]
    blocks = [PROSE, "Aus dem Tal", MORE]
    found = parse.classify(blocks, given=given, profile=following(LINE))
    assert found[1].kind is BlockKind.LIST_ITEM


def test_keep_takes_a_line_back() -> None:
    kept = LINE + '[[keep]]\noutlet = "talbote"\nline = "aus dem tal"\n'
    assert kinds([PROSE, "Aus dem Tal", MORE], kept)[1] == ("heading", "pattern")


def test_a_title_is_looked_for_behind_furniture() -> None:
    blocks = ["Aus dem Tal", "Damm wird höher", PROSE, MORE]
    found = parse.classify(blocks, profile=following(LINE))
    assert [one.kind for one in found[:2]] == [BlockKind.BOILERPLATE, BlockKind.TITLE]


BYLINE = '[[byline]]\noutlet = "talbote"\nform = "Aus dem Rat: {names}"\n'


def test_a_form_of_bylines_reads_names_that_were_never_seen() -> None:
    blocks = [PROSE, "Aus dem Rat: Wiebke Öhlenschläger und Tjark Momsen", MORE, MORE, MORE]
    assert kinds(blocks, BYLINE)[1] == ("byline", "profile")
    assert kinds([PROSE, "Aus dem Rat: nichts Neues", MORE], BYLINE)[1][0] == "heading"


def test_blocks_whose_kinds_a_page_tells_are_held_against_the_profile_alone() -> None:
    """What a page's parser does with a profile: only the decided blocks have another kind."""
    found = parse.known([PROSE, "Aus dem Tal", "Anzeige", MORE], following(LINE))
    assert [one and one.kind for one in found] == [None, BlockKind.BOILERPLATE, None, None]
    assert parse.known([PROSE, MORE], NOTHING) == [None, None]


def test_a_page_follows_the_profile_against_its_markup_but_not_against_a_post(
    tmp_path: Path,
) -> None:
    """The line is a plain paragraph of the page, and the title ends with the outlet's name."""
    entries = '[[suffix]]\noutlet = "*"\nsuffix = " | Talbote"\n' + LINE.replace("talbote", "*")
    entries += '[[furniture]]\noutlet = "*"\nfrom = "Die Schleuse"\nkind = "ad"\n'
    page = plain_page("<p>Aus dem Tal</p>", TWEET).replace(TITLE, f"{TITLE} | Talbote")
    write(tmp_path, {"pressmark.toml": "", "a.html": page})
    write(tmp_path, {"profile.toml": f"version = 1\n{entries}"})
    article = next(iter(single.parse([tmp_path / "a.html"], find(tmp_path), jobs=1))).article
    assert article is not None
    found = {block["text"]: (block["kind"], block["kind_basis"]) for block in article["blocks"]}
    assert found["Aus dem Tal"] == ("boilerplate", "profile")
    assert "embed" in {kind for kind, _ in found.values()}
    assert article["title"] == TITLE


def test_without_a_profile_nothing_changes() -> None:
    assert parse.classify(BOX) == parse.classify(BOX, profile=NOTHING)


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Damm wird höher | Talbote", "Damm wird höher"),
        ("Damm wird höher | Lokales | Talbote", "Damm wird höher"),
        ("Damm wird höher - Talbote", "Damm wird höher - Talbote"),
        (" | Talbote", " | Talbote"),
    ],
)
def test_suffixes_are_cut_one_after_the_other_but_never_the_whole(title: str, kept: str) -> None:
    entries = "".join(
        f'[[suffix]]\noutlet = "talbote"\nsuffix = " | {name}"\n' for name in ("Talbote", "Lokales")
    )
    assert following(entries).without_suffix(title) == (kept, title[len(kept) :])


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ('[[furniture]]\noutlet = "t"\nkind = "ad"\n', r"furniture\[1\]: give either `line`"),
        (LINE.replace("boilerplate", "paragraph"), r"furniture\[1\]\.kind: paragraph is no kind"),
        (LINE.replace("boilerplate", "banner"), r"furniture\[1\]\.kind: Input should be"),
        (LINE + 'until = "end"\n', "`until` goes with `from`"),
        (SHOP.format("soon"), r"furniture\[1\]\.until"),
        (SHOP.format("end").replace("Unser Laden", "U"), "`from` needs 3 characters"),
        ('[[suffix]]\noutlet = "t"\nsuffix = " "\n', "an empty text is in every line"),
        ('[[byline]]\noutlet = "t"\nform = "Von"\n', "a form holds {names} once"),
        ("[[furnitures]]\n", "furnitures: Extra inputs are not permitted"),
        ("[[furniture]\n", "profile.toml: "),
    ],
)
def test_a_faulty_profile_names_the_entry_and_the_fault(entries: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        following(entries)


@pytest.mark.parametrize("version", ["", "version = 2", 'version = "1"'])
def test_a_profile_of_another_form_is_refused(version: str) -> None:
    with pytest.raises(UsageError, match="this program reads version = 1"):
        profiles.parse(version.encode(), Path("profile.toml"))


def learnt_corpus(folder: Path) -> tuple[Path, Config]:
    """A corpus with its learnt profile beside its settings."""
    raw = corpus(folder)
    found = learning.learn([raw], find(raw), jobs=1)
    target = writing.target(None, find(raw), update=True)
    writing.write(target, writing.compose(found, target))
    return raw, find(raw)


def rows(package: Path, name: str) -> list[dict[str, Any]]:
    """The rows of one table of a package."""
    batches = Dataset.open(package).batches(name)
    return [row for batch in batches for row in batch.to_pylist()]


def test_a_package_says_which_profile_made_it_and_holds_what_it_says(tmp_path: Path) -> None:
    raw, config = learnt_corpus(tmp_path)
    steps.build([raw], tmp_path / "package", config, jobs=1)
    facts = Dataset.open(tmp_path / "package").package.pressmark
    assert facts is not None
    assert facts.profile_sha256 == profiles.load(tmp_path / "profile.toml").file_sha256
    assert facts.options_sha256 != find(raw).without_profile().sha256
    whole = "\n".join(row["text"] for row in rows(tmp_path / "package", "texts"))
    assert MEMBER not in whole
    assert MORNING not in whole
    blocks = [row for row in rows(tmp_path / "package", "blocks") if row["text"] == MORNING]
    assert {(row["kind"], row["kind_basis"]) for row in blocks} == {("boilerplate", "profile")}


def test_a_stated_title_loses_its_suffix_and_evidence_says_so(tmp_path: Path) -> None:
    raw, config = learnt_corpus(tmp_path)
    steps.build([raw], tmp_path / "package", config, jobs=1)
    assert not [r for r in rows(tmp_path / "package", "articles") if r["title"].endswith(SUFFIX)]
    cut = [r for r in rows(tmp_path / "package", "evidence") if r["rule"] == "title-suffix@1"]
    assert len(cut) == 30
    assert {row["value_from"].removeprefix(row["value_to"]) for row in cut} == {SUFFIX}


def test_a_title_printed_in_the_text_loses_it_as_a_recorded_change(tmp_path: Path) -> None:
    entry = 'version = 1\n[[suffix]]\noutlet = "*"\nsuffix = " | Talbote"\n'
    text = f"2018-05-30 Damm  wird höher |\u00a0Talbote\n\n{PROSE}\n\n{MORE}\n"
    write(tmp_path, {"pressmark.toml": "", "profile.toml": entry, "raw/a.txt": text})
    config = find(tmp_path / "raw")
    steps.build([tmp_path / "raw"], tmp_path / "package", config, jobs=1)
    assert [row["title"] for row in rows(tmp_path / "package", "articles")] == ["Damm wird höher"]
    changes = [
        row for row in rows(tmp_path / "package", "changes") if "title-suffix@1" in row["rules"]
    ]
    assert [row["before"] for row in changes] == [" |\u00a0Talbote"]
    blocks = rows(tmp_path / "package", "blocks")
    assert (blocks[0]["kind"], blocks[0]["text"]) == ("title", "Damm wird höher")


def test_parse_of_one_file_equals_build_of_all_under_the_same_profile(tmp_path: Path) -> None:
    raw, config = learnt_corpus(tmp_path)
    steps.build([raw], tmp_path / "package", config, jobs=1)
    built = {
        row["article_id"]: row["record_sha256"] for row in rows(tmp_path / "package", "articles")
    }
    file = raw / "hafenkurier" / "002.txt"
    alone = next(iter(single.parse([file], find(file), jobs=1))).article
    assert alone is not None
    assert built[alone["article_id"]] == alone["record_sha256"]


def test_adding_articles_retypes_none_of_the_old_ones(tmp_path: Path) -> None:
    """What the added ones repeat would be furniture if it were learnt; the profile is not."""
    raw, config = learnt_corpus(tmp_path)
    before = {str(p.path): json_line(p.article or {}) for p in single.parse([raw], config, jobs=1)}
    more = {
        f"raw/{path}": text.replace("Was bisher geschah", "Noch mehr davon")
        for path, text in texts(60, first=100).items()
    }
    write(tmp_path, more)
    after = {str(p.path): json_line(p.article or {}) for p in single.parse([raw], config, jobs=1)}
    assert len(after) == 120
    assert {path: after[path] for path in before} == before


def test_the_hash_of_the_options_follows_what_the_profile_says_not_how(tmp_path: Path) -> None:
    one = profiles.parse(f"version = 1\n{LINE}".encode(), tmp_path)
    commented = profiles.parse(f"# mine\nversion = 1\n\n{LINE}".encode(), tmp_path)
    other = profiles.parse(f"version = 1\n{LINE.replace('Tal', 'Wald')}".encode(), tmp_path)
    assert one.sha256 == commented.sha256 != other.sha256
    assert Profile(version=1).sha256 != one.sha256


def test_the_settings_may_name_a_profile_elsewhere(tmp_path: Path) -> None:
    settings = '[parse]\nprofile = "about/outlets.toml"\n'
    write(tmp_path, {"pressmark.toml": settings, "about/outlets.toml": f"version = 1\n{LINE}"})
    assert find(tmp_path).profile_of("talbote").lines
    assert find(tmp_path).without_profile().profile_of("talbote") == NOTHING


def test_a_profile_that_is_named_but_not_there_is_the_callers_mistake(tmp_path: Path) -> None:
    write(tmp_path, {"pressmark.toml": '[parse]\nprofile = "gone.toml"\n'})
    with pytest.raises(UsageError, match=r"gone\.toml: No such file"):
        find(tmp_path)


def test_a_build_without_a_profile_tells_how_many_lines_would_be_worth_a_look(
    tmp_path: Path,
) -> None:
    raw = corpus(tmp_path)
    without = steps.build([raw], tmp_path / "one", find(raw), jobs=1)
    _, config = learnt_corpus(tmp_path)
    assert without.repeated == 3  # the two at the end and the heading
    assert steps.build([raw], tmp_path / "two", config, jobs=1).repeated == 0


def test_the_stages_one_by_one_follow_the_profile_as_build_does(tmp_path: Path) -> None:
    raw, config = learnt_corpus(tmp_path)
    steps.build([raw], tmp_path / "package", config, jobs=1)
    steps.ingest([raw], tmp_path / "ingested", config)
    steps.normalise(tmp_path / "ingested", tmp_path / "normalised", config, jobs=1)
    one, other = rows(tmp_path / "package", "blocks"), rows(tmp_path / "normalised", "blocks")
    assert one == other
    assert KURIER in {row["outlet_id"] for row in rows(tmp_path / "normalised", "articles")}


def test_a_key_that_the_profile_names_is_read_like_those_known_before(tmp_path: Path) -> None:
    text = (
        f"Title: Damm wird höher\nErschienen am: 3. Mai 2020\nBlatt: Talbote\n\n{PROSE}\n\n{MORE}\n"
    )
    keys = 'version = 1\n[keys]\n"Erschienen am" = "published"\nBlatt = "outlet"\n'
    write(tmp_path, {"pressmark.toml": "", "a.txt": text})
    without = next(iter(single.parse([tmp_path / "a.txt"], find(tmp_path), jobs=1))).article
    write(tmp_path, {"profile.toml": keys})
    article = next(iter(single.parse([tmp_path / "a.txt"], find(tmp_path), jobs=1))).article
    assert without is not None
    assert article is not None
    assert without["published_edtf"] is None
    stated = ("published_edtf", "title", "outlet_id")
    assert [article[name] for name in stated] == ["2020-05-03", "Damm wird höher", "talbote"]


def test_a_key_can_state_nothing_that_no_header_states(tmp_path: Path) -> None:
    keys = b'version = 1\n[keys]\nUmfang = "n_words"\n'
    with pytest.raises(UsageError, match=r"keys\.Umfang: Input should be 'title'"):
        profiles.parse(keys, tmp_path / "profile.toml")


SUFFIXES = '[[suffix]]\noutlet = "*"\nsuffix = " | Talbote"\n'
_ODD = st.text(st.sampled_from(" \u00a0\u00ad\u200b\tab|Täö…-\u202e"), max_size=12)


@given(_ODD, st.sampled_from([" | Talbote", " |\u00a0 Tal\u00adbote", "\u200b | \u202eTalbote "]))
def test_what_is_cut_from_a_title_can_always_be_put_back(odd: str, suffix: str) -> None:
    """The edits of each block, applied to its source slice, give its text."""
    text = f"2018-05-30 Damm{odd}höher{suffix}\n\n{PROSE}\n\n{MORE}\n"
    for piece in pieces(text, parse.segment(text), following(SUFFIXES))[0]:
        made, at = "", 0
        for edit in piece.cleaned.edits:
            assert edit.start >= at
            made += piece.source[at : edit.start] + edit.after
            at = edit.end
        assert made + piece.source[at:] == piece.cleaned.text
        assert not piece.cleaned.text.endswith("Talbote")
