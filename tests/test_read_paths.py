"""What a file's place says of its article."""

import pytest

from pressmark.read.paths import path_fields
from pressmark_schema.errors import UsageError

MONTH = {"outlet": "kurier", "year": "2018", "month": "05"}
DAY = {"year": "2018", "month": "05", "day": "30"}


@pytest.mark.parametrize(
    ("path", "pattern", "fields"),
    [
        ("kurier/2018/a.txt", "{outlet}/{year}/*.txt", {"outlet": "kurier", "year": "2018"}),
        ("raw/x/kurier/2018/a.txt", "{outlet}/{year}/*.txt", {"outlet": "kurier", "year": "2018"}),
        ("2018/05/30.txt", "{year}/{month}/{day}.txt", DAY),
        ("2018/13/30.txt", "{year}/{month}/{day}.txt", {}),
        ("kurier_2018-05.txt", "{outlet}_{year}-{month}.txt", MONTH),
        ("a/b/c/kurier.txt", "**/{outlet}.txt", {"outlet": "kurier"}),
        ("kurier/a/b/7.txt", "{outlet}/**/{native_id}.txt", {"outlet": "kurier", "native_id": "7"}),
        ("kurier/2018/a.md", "{outlet}/{year}/*.txt", {}),
        ("kurier/2018/a.txt\n", "{outlet}/{year}/*.txt", {}),
        ("x(1)+.txt", "{section}(1)+.txt", {"section": "x"}),
    ],
)
def test_a_pattern_reads_the_end_of_a_path(path: str, pattern: str, fields: dict[str, str]) -> None:
    assert path_fields(path, [pattern]) == fields


def test_the_first_pattern_that_fits_decides() -> None:
    patterns = ["{year}/{month}/*", "{year}/*", "{outlet}/*"]
    assert path_fields("2018/a.txt", patterns) == {"year": "2018"}


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{colour}/*.txt", "{colour} means nothing; known are day, edition"),
        ("{year}/{year}", "twice"),
    ],
)
def test_a_pattern_that_means_nothing_is_the_callers_mistake(pattern: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        path_fields("a/b", [pattern])
