"""The pages of the documentation as tests see them: blocks, links, headings, words in code."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent
GENERATED = {"cli.md", "fields.md", "rules.md"}

_FENCE = re.compile(r"^(`{3,})[ ]?([^\n`]*)\n(.*?)^\1[ ]*$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(`+)(?!`)([^\n]+?)(?<!`)\1(?!`)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")


@dataclass(frozen=True)
class Fence:
    """A fenced block: its language, the words behind it, its text and its line, from 1."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    path: Path

    @cached_property
    def text(self) -> str:
        """The whole page."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def prose(self) -> str:
        """The page without its fenced blocks."""
        return _FENCE.sub("", self.text)

    @property
    def fences(self) -> list[Fence]:
        """The fenced blocks, in order."""
        found = []
        for match in _FENCE.finditer(self.text):
            language, *words = match[2].split() or [""]
            line = self.text.count("\n", 0, match.start()) + 1
            found.append(Fence(language, tuple(words), match[3], line))
        return found

    @property
    def links(self) -> list[str]:
        """The targets of links that lead nowhere outside the project."""
        targets = _LINK.findall(_SPAN.sub("", self.prose))
        return [target for target in targets if not re.match(r"[a-z]+:", target)]

    @property
    def anchors(self) -> set[str]:
        """The anchors of the headings, as GitHub makes them."""
        found: Counter[str] = Counter()
        anchors = set()
        for heading in _HEADING.findall(self.prose):
            words = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading))
            anchor = words.strip().lower().replace(" ", "-")
            anchors.add(f"{anchor}-{found[anchor]}" if found[anchor] else anchor)
            found[anchor] += 1
        return anchors

    @property
    def spans(self) -> list[str]:
        """What stands between backquotes in the prose."""
        return [span.strip() for _, span in _SPAN.findall(self.prose)]

    @property
    def commands(self) -> Iterator[str]:
        """Every `pressmark …` line in the prose and in blocks for a shell."""
        shells = [fence.text for fence in self.fences if fence.language in {"console", "sh"}]
        lines = [line.removeprefix("$ ") for text in shells for line in text.splitlines()]
        for line in [*lines, *self.spans]:
            for part in line.partition(" #")[0].split("&&"):
                if part.strip().startswith("pressmark "):
                    yield part.strip()


def written_pages() -> list[Page]:
    """The pages in docs/ that a person wrote."""
    return [
        Page(path) for path in sorted((ROOT / "docs").glob("*.md")) if path.name not in GENERATED
    ]


def all_pages() -> list[Page]:
    """Every page of the project's documentation."""
    names = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "seeds/README.md"]
    return [
        Page(path) for path in (*sorted((ROOT / "docs").glob("*.md")), *(ROOT / n for n in names))
    ]
