"""The changelog of a corpus: generated lines beside notes that people wrote."""

from pathlib import Path

import exported_corpus as small
from edited_corpus import edited, without
from pressmark.versions.changelog import updated


def test_a_first_version_makes_the_file() -> None:
    text = updated("", "0.1.0", "2024-05-06", None)
    assert text.startswith("# Changelog")
    assert "## [Unreleased]\n\n## [0.1.0] - 2024-05-06" in text
    assert "- first version" in text


def test_notes_under_unreleased_go_with_the_version_and_stay(tmp_path: Path) -> None:
    text = updated("", "0.1.0", "2024-05-06", None)
    text = text.replace("## [Unreleased]\n", "## [Unreleased]\n\nTwo pages were scanned anew.\n")
    with edited(tmp_path, without(small.UNDATED)) as diff:
        text = updated(text, "1.0.0", "2024-06-07", diff, ["v0.1.0"])
    unreleased, newest, oldest = text.split("## [")[1:]
    assert "scanned" not in unreleased
    assert newest.startswith("1.0.0] - 2024-06-07")
    assert newest.index("removed 1") < newest.index("Two pages were scanned anew.")
    assert f"- removed: {small.UNDATED}" in newest
    assert "first version" in oldest


def test_writing_a_version_again_changes_nothing_but_its_generated_lines(tmp_path: Path) -> None:
    text = updated("", "0.1.0", "2024-05-06", None)
    with edited(tmp_path, without(small.UNDATED)) as diff:
        once = updated(text, "1.0.0", "2024-06-07", diff, ["v0.1.0"])
        noted = once.replace("<!-- end -->", "<!-- end -->\n\nA note.", 1)
        assert updated(once, "1.0.0", "2024-06-07", diff, ["v0.1.0"]) == once
        assert updated(noted, "1.0.0", "2024-06-07", diff, ["v0.1.0"]) == noted


def test_a_section_of_an_interrupted_release_becomes_that_of_the_next(tmp_path: Path) -> None:
    text = updated("", "0.1.0", "2024-05-06", None)
    with edited(tmp_path, without(small.UNDATED)) as diff:
        drafted = updated(text, "0.2.0", "2024-06-07", diff, ["v0.1.0"])
        text = updated(drafted, "1.0.0", "2024-06-07", diff, ["v0.1.0"])
    assert "0.2.0" not in text
    assert text.count("## [1.0.0]") == 1


def test_a_changelog_by_hand_gets_a_section_above_its_own() -> None:
    text = updated("# News\n\n## 0.9.0\n\nBy hand.\n", "1.0.0", "2024-06-07", None, ["v0.9.0"])
    assert text.index("# News") < text.index("## [1.0.0]") < text.index("## 0.9.0")
    assert text.endswith("By hand.\n")
