"""Decide which units of a page are its article, and what each of those between them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.parse.body import kinds, opening, own
from pressmark.parse.body.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.parse.body.draft import Decision
    from pressmark.parse.body.embeds import Embedded
    from pressmark.parse.body.facts import Units
    from pressmark.parse.body.told import Told


def decide(facts: Units, told: Told, posts: Sequence[Embedded]) -> list[Decision | None]:
    """A decision for each unit from the article's title to its end; None for all others.

    The steps are in the order in which each can build on those before: first what is the
    article's text, then how it opens, then what its parts are.
    """
    draft = Draft(facts, told)
    own.take(draft)
    title = opening.title(draft)
    own.drop_before(draft, title)
    kinds.posts(draft, posts)
    kinds.signed_posts(draft)
    own.drop_repeats(draft)
    own.drop_strangers(draft)
    own.recover(draft)
    own.drop_phrases(draft)
    own.drop_tail(draft)
    opening.lead(draft, title)
    opening.headings(draft, title)
    kinds.text(draft)
    kinds.set_off(draft)
    kinds.speakers(draft)
    kinds.between(draft)
    return draft.kinds
