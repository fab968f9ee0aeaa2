"""A version in a list of references: APA's style, BibTeX."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pressmark.versions.citation.work import Author, Work


def apa(work: Work) -> str:
    """One line in the style of the APA's seventh edition (10.9, data sets)."""
    names = [_apa_author(who) for who in work.authors]
    who = ", & ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
    year = f"({work.year or 'n.d.'})"
    version = f" (Version {work.version})" if work.version else ""
    lead = (
        f"{_ended(who)} {year}. {work.title}{version} [Data set]."
        if who
        else (f"{work.title}{version} [Data set]. {year}.")
    )
    publisher = f" {_ended(work.publisher)}" if work.publisher else ""
    where = f"https://doi.org/{work.doi}" if work.doi else work.url
    digest = f" sha256:{work.sha256}" if work.sha256 else ""
    reduced = f" [reduced: {work.reduced}]" if work.reduced else ""
    return f"{lead}{publisher}{f' {where}' if where else ''}{digest}{reduced}"


def _apa_author(who: Author) -> str:
    if who.family and who.given:
        initials = " ".join(f"{part[0]}." for part in who.given.split())
        return f"{who.family}, {initials}"
    return who.name


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def bibtex(work: Work) -> str:
    """An entry of type dataset (biblatex), its values in braces with TeX's signs escaped."""
    notes = [
        f"sha256:{work.sha256}" if work.sha256 else "",
        f"reduced: {work.reduced}" if work.reduced else "",
    ]
    stated = {
        "title": work.title,
        "author": " and ".join(_bibtex_author(who) for who in work.authors),
        "version": work.version,
        "date": work.date,
        "year": work.year,
        "publisher": work.publisher,
        "doi": work.doi,
        "url": work.url,
        "note": "; ".join(filter(None, notes)),
    }
    lines = [
        f"  {key} = {{{_ESCAPED.get(key, _tex)(value)}}}," for key, value in stated.items() if value
    ]
    return "\n".join([f"@dataset{{{_key(work)},", *lines, "}"])


def _bibtex_author(who: Author) -> str:
    if who.family and who.given:
        return f"{_tex(who.family)}, {_tex(who.given)}"
    return f"{{{_tex(who.name)}}}"


def _key(work: Work) -> str:
    spelt = unicodedata.normalize("NFKD", work.title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", spelt)[:3] or ["corpus"]
    return "_".join([*words, *([work.version] if work.version else [])])


_TEX = {c: f"\\{c}" for c in "&%$#_"} | {"~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}


def _tex(text: str) -> str:
    """A text in which nothing is a command of TeX."""
    kept = text.replace("\\", "").replace("{", "").replace("}", "")
    return "".join(_TEX.get(char, char) for char in kept)


def _braced(text: str) -> str:
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


_ESCAPED: dict[str, Callable[[str], str]] = {"author": str, "url": _braced, "doi": _braced}
"""How a value is escaped where not as text: names are already, addresses otherwise."""
