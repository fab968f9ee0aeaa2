"""Make pages as news sites build them: `python benchmarks/made_pages.py DIR N [SEED]`.

Each is an article of the sentences of the project's own seeds between what stands around one:
styles, scripts with data, menus, teasers, boxes, comments, a footer. Sizes and numbers are about
the medians of 65 real pages: 200 kB, 1,000 elements, 30 scripts, 200 links, 210 lines shown. The
same N and SEED give the same bytes.
"""

import json
import random
import sys
from html import escape
from pathlib import Path

from generate import Words

HOST = "https://www.hafenblatt.example"
SECTIONS = ["lokales", "wirtschaft", "kultur", "sport", "wissen", "reise", "meinung", "service"]
ICON = "<svg viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>"
PEOPLE = ["Ruth Penhallow", "Jonas Wieck", "Amalie Strand", "Peer Holm"]


def main() -> None:
    """Write the pages."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for number, source in enumerate(pages(count, int(sys.argv[3]) if len(sys.argv) > 3 else 1)):
        (folder / f"{number:06}.html").write_text(source, encoding="utf-8")


def pages(count: int, seed: int = 1) -> list[str]:
    """The sources of so many pages."""
    rng, words = random.Random(seed), Words()
    return [_Page(rng, words, number).source() for number in range(count)]


class _Page:
    """One page while it is made."""

    def __init__(self, rng: random.Random, words: Words, number: int) -> None:
        self.rng, self.words, self.number = rng, words, number
        self.title = rng.choice(words.headings)
        self.author = rng.choice(PEOPLE)
        self.url = f"{HOST}/{rng.choice(SECTIONS)}/artikel-{number}.html"
        month, day, hour = 1 + number % 12, 1 + number % 28, 6 + number % 14
        self.day = f"2021-{month:02}-{day:02}T{hour:02}:15:00+02:00"
        self.lead = self.text(2)

    def source(self) -> str:
        """The whole of it."""
        cards, comments = self.rng.randint(12, 24), self.rng.randint(0, 12)
        aside = "".join(self.card("teaser") for _ in range(cards))
        body = (
            f"{self.menu('nav', 50)}<main class='page'>{self.article()}"
            f"<aside class='sidebar'>{aside}</aside></main><section class='comments'>"
            f"{''.join(self.comment() for _ in range(comments))}</section>"
            f"{self.menu('footer', 70)}{self.script(60)}"
        )
        return (
            f"<!doctype html><html lang='de'><head>{self.head()}</head><body class='site'>"
            f"{body}</body></html>"
        )

    def text(self, sentences: int) -> str:
        """So many sentences, escaped."""
        return escape(" ".join(self.words.sentence(self.rng) for _ in range(sentences)))

    def head(self) -> str:
        """What is stated for machines, and styles and scripts."""
        stated = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.title,
            "url": self.url,
            "datePublished": self.day,
            "author": {"@type": "Person", "name": self.author},
            "publisher": {"@type": "Organization", "name": "Hafenblatt"},
        }
        metas = {"og:title": self.title, "og:url": self.url, "og:site_name": "Hafenblatt"}
        metas |= {f"x-{name}-{number}": name for number in range(3) for name in SECTIONS}
        given = "".join(f'<meta property="{k}" content="{escape(v)}">' for k, v in metas.items())
        style = "".join(f".c{number}{{margin:{number}px;color:#333}}" for number in range(1_000))
        return (
            f"<meta charset='utf-8'><title>{escape(self.title)} | Hafenblatt</title>{given}"
            f"<link rel='canonical' href='{self.url}'><style>{style}</style>"
            f"<script type='application/ld+json'>{json.dumps(stated)}</script>"
            + "".join(f"<link rel='preload' href='/f{n}.woff2'>" for n in range(28))
            + "".join(self.script(4) for _ in range(14))
        )

    def script(self, kilobytes: int) -> str:
        """Data in a script, as frameworks leave it."""
        state = {f"k{n}": self.rng.getrandbits(64) for n in range(kilobytes * 36)}
        return f"<script>window.__state={json.dumps(state)}</script>"

    def menu(self, tag: str, count: int) -> str:
        """A list of links."""
        items = "".join(
            f"<li class='item'><a href='/{self.rng.choice(SECTIONS)}/{n}'><span>{ICON}"
            f"{escape(self.rng.choice(self.words.headings)[:20])}</span></a></li>"
            for n in range(count)
        )
        return f"<{tag} class='bar'><ul class='list'>{items}</ul></{tag}>"

    def card(self, name: str) -> str:
        """A box that leads to another article."""
        heading = escape(self.rng.choice(self.words.headings))
        return (
            f"<div class='{name} c{self.rng.randint(1, 999)}'><div class='inner'><a href='/x/1'>"
            f"<picture><img src='/i.jpg' alt=''></picture><div class='box'><span class='kicker'>"
            f"{self.rng.choice(SECTIONS)}</span><h3>{heading}</h3></div></a>"
            f"<p>{self.text(1)}</p></div>{ICON}</div>"
        )

    def comment(self) -> str:
        """What a reader wrote."""
        return f"<div class='comment'><b>{self.rng.choice(PEOPLE)}</b><p>{self.text(2)}</p></div>"

    def article(self) -> str:
        """The article, with boxes in it."""
        blocks = [f"<p class='text'>{self.text(self.rng.randint(2, 5))}</p>" for _ in range(14)]
        blocks[5:5] = [
            f"<h2>{escape(self.rng.choice(self.words.headings))}</h2>",
            self.card("related"),
        ]
        blocks[9:9] = [
            f"<figure><img src='/b.jpg'><figcaption>{self.text(1)}</figcaption></figure>",
            "<div class='newsletter'><p>Unser Brief am Morgen.</p><button>Bestellen</button></div>",
        ]
        link = f"<p class='text'>{self.text(2)} <a href='/y'>{self.text(1)}</a></p>"
        return (
            f"<article class='story'><header><h1>{escape(self.title)}</h1>"
            f"<p class='lead'>{self.lead}</p><div class='byline'>Von <a rel='author' href='/a'>"
            f"{self.author}</a></div><time datetime='{self.day}'>{self.day[:10]}</time></header>"
            f"<div class='body'>{''.join(blocks)}{link}</div></article>"
        )


if __name__ == "__main__":
    main()
