"""What is cited: a version of a corpus, with its authors and the hash that stands for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressmark_schema.descriptor import Contributor, Package


@dataclass(frozen=True, slots=True)
class Author:
    """A person with given and family name, or a body or person with a `name` alone."""

    name: str
    family: str | None = None
    given: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited: a version of a corpus. `sha256` is its descriptor's, `date` a day (ISO).

    `reduced` says in words what of it was used, where that is not all.
    """

    title: str
    authors: tuple[Author, ...]
    version: str | None
    date: str | None
    sha256: str | None = None
    url: str | None = None
    doi: str | None = None
    publisher: str | None = None
    description: str | None = None
    licences: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    reduced: str | None = None

    @property
    def year(self) -> str | None:
        """The year in which it was released."""
        return self.date[:4] if self.date else None


def work_of(package: Package, sha256: str | None) -> Work:
    """The work that a descriptor states; `sha256` is the hash of that descriptor."""
    facts = package.pressmark
    contributors = package.contributors or []
    return Work(
        title=package.title or package.name or "corpus",
        authors=tuple(_author(who) for who in contributors if _is_author(who) and who.title),
        version=package.version,
        date=package.created[:10] if package.created else None,
        sha256=sha256,
        url=package.homepage,
        publisher=next((w.title for w in contributors if "publisher" in (w.roles or [])), None),
        description=package.description,
        licences=tuple(item.name for item in package.licenses or [] if item.name),
        keywords=tuple(package.keywords or ()),
        languages=tuple(facts.languages) if facts else (),
    )


def _is_author(who: Contributor) -> bool:
    """A contributor without roles, or with one that makes: publishers and funders do not."""
    return not who.roles or bool({"author", "creator", "wrangler", "contributor"} & {*who.roles})


def _author(who: Contributor) -> Author:
    stated = who.model_extra or {}
    family, given = stated.get("familyName"), stated.get("givenName")
    both = isinstance(family, str) and isinstance(given, str)
    return Author(str(who.title), family if both else None, given if both else None)
