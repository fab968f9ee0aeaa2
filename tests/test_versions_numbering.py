"""Version numbers: what a difference asks for, and what is too small."""

from pathlib import Path
from typing import Any

import pytest

import exported_corpus as small
from edited_corpus import Edit, edited, respace, retype, without
from pressmark.versions.numbering import Step, after, require_enough, step
from pressmark_schema.errors import UsageError


def retitle(rows: small.Rows) -> None:
    for row in rows["articles"] + rows["texts"]:
        if row["article_id"] == small.WINTER:
            row["title"] = "Schnee"


def aliased(rows: small.Rows) -> None:
    without(small.UNDATED)(rows)
    alias = {"alias_id": small.UNDATED, "article_id": small.MAY, "alias_basis": "path"}
    rows["aliases"].append(alias)


WITHDRAWN = {"withdrawn": [{"id": small.UNDATED, "reason": "court"}]}


@pytest.mark.parametrize(
    ("edit", "facts", "due"),
    [
        (without(small.UNDATED), {}, Step.MAJOR),
        (aliased, {}, Step.MINOR),
        (respace, {}, Step.MINOR),
        (retype("pattern"), {}, Step.MINOR),
        (without(small.UNDATED), WITHDRAWN, Step.PATCH),
        (retitle, {}, Step.PATCH),
        (lambda _: None, {}, Step.PATCH),
    ],
)
def test_the_step_follows_from_what_readers_lose_or_gain(
    tmp_path: Path, edit: Edit, facts: dict[str, Any], due: Step
) -> None:
    with edited(tmp_path, edit, **facts) as diff:
        found, reasons = step(diff)
        assert found is due
        assert bool(reasons) == (due is not Step.PATCH)


@pytest.mark.parametrize(
    ("version", "by", "due"),
    [
        ("0.1.0", Step.MAJOR, "1.0.0"),
        ("1.2.3", Step.MINOR, "1.3.0"),
        ("1.2.3", Step.PATCH, "1.2.4"),
        ("2.0.0-rc.1", Step.MAJOR, "2.0.0"),
        ("2.1.0-rc.1", Step.MAJOR, "3.0.0"),
        ("2.1.0-rc.1", Step.PATCH, "2.1.0"),
    ],
)
def test_the_next_version(version: str, by: Step, due: str) -> None:
    assert after(version, by) == due


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("1.2.4", "too small after 1.2.3: articles added: 2"),
        ("1.2.3", "does not come after 1.2.3"),
        ("1.3", "not a version"),
    ],
)
def test_a_version_that_is_too_small_is_refused_with_the_reason(asked: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        require_enough(asked, "1.2.3", "1.3.0", ["articles added: 2"])


@pytest.mark.parametrize("asked", ["1.3.0", "1.3.0-rc.1", "1.4.0", "2.0.0"])
def test_a_larger_version_is_a_persons_choice(asked: str) -> None:
    require_enough(asked, "1.2.3", "1.3.0", ["articles added: 2"])
