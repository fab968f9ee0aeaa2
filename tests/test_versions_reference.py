"""References name a repository and a version, and versions have an order."""

import pytest

from pressmark.versions.reference import Reference, best, parse_reference, precedence
from pressmark_schema.errors import UsageError


@pytest.mark.parametrize(
    ("text", "repo", "version"),
    [
        ("corpus@1.2.0", "corpus", "1.2.0"),
        ("../corpora/news@1.2.0-rc.1", "../corpora/news", "1.2.0-rc.1"),
        ("https://example.org/news.git@v1.2.0", "https://example.org/news.git", "1.2.0"),
        ("git@example.org:news@1.2.0", "git@example.org:news", "1.2.0"),
        ("git@example.org:team/news@1.2.0", "git@example.org:team/news", "1.2.0"),
        ("ssh://ada@example.org/news@1.2.0", "ssh://ada@example.org/news", "1.2.0"),
        ("home@work/news@1.2.0", "home@work/news", "1.2.0"),
        ("C:\\home@work\\news@1.2.0", "C:\\home@work\\news", "1.2.0"),
    ],
)
def test_the_last_at_after_the_last_slash_splits(text: str, repo: str, version: str) -> None:
    assert parse_reference(text) == Reference(repo, version)


@pytest.mark.parametrize(
    "text", ["corpus", "git@example.org:news", "git@example.org:team/news", "home@work/"]
)
def test_a_repository_alone_has_no_version(text: str) -> None:
    assert parse_reference(text) == Reference(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "@1.2.0", "corpus@", "corpus@1.2", "corpus@01.2.0", "corpus@main", "corpus@1.2.0-"),
        *("--upload-pack=touch x@1.2.0", "corpus\x1b[2J@1.2.0", "corpus@1.2.9999999999"),
    ],
)
def test_what_is_no_reference_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError):
        parse_reference(text)


def test_a_reference_without_version_has_no_tag() -> None:
    with pytest.raises(UsageError, match="no version"):
        _ = Reference("corpus").tag


def test_versions_sort_as_semantic_versioning_says() -> None:
    # Semantic Versioning 2.0.0, clause 11.4, and numbers by value.
    ordered = "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11"
    expected = [*ordered.split(), "1.0.0-rc.1", "1.0.0", "1.2.0", "1.10.0", "2.0.0"]
    assert sorted([*expected[5:], *expected[:5]], key=precedence) == expected


KNOWN = ["0.2.0", "0.2.9", "0.3.0", "0.0.3", "0.0.4", "1.2.0", "1.10.0", "2.0.0-rc.1", "nonsense"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("latest", "1.10.0"),
        ("^1", "1.10.0"),
        ("^1.2", "1.10.0"),
        ("^1.2.1", "1.10.0"),
        ("^1.11", None),
        ("^0.2", "0.2.9"),
        ("^0.0.3", "0.0.3"),
        ("^0", "0.3.0"),
        ("^2", None),
        ("1.2.0", "1.2.0"),
        ("1.3.0", None),
    ],
)
def test_a_range_means_its_last_version(wanted: str, found: str | None) -> None:
    assert best(wanted, KNOWN) == found


def test_the_latest_of_pre_releases_alone_is_one() -> None:
    assert best("latest", ["1.0.0-rc.1", "1.0.0-rc.2"]) == "1.0.0-rc.2"
    assert best("latest", []) is None
