"""Invented articles in the layouts that pages really have, and what is made of them."""

from pressmark.config import ReadSection
from pressmark.flow.options import Options
from pressmark.flow.record import Record, record
from pressmark.read import pages
from pressmark_schema import ids
from pressmark_schema.documents import Document, Quarantined
from raw_input import MORE, PROSE, config
from web_pages import TITLE, meta, web_page

LEAD = "Nach drei Jahren fahren am Altwasser wieder Kähne, doch der Wärter kommt nicht zurück."
LAST = (
    "Die Gemeinde rechnet mit vierhundert Booten im Jahr. Den Kiosk am Oberhaupt will sie erst im "
    "Frühjahr verpachten, sagte die Kämmerin am Abend im Saal des alten Zollhauses."
)
MENU = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("lokales", "sport"))
NAVIGATION = f'<nav class="main"><ul>{MENU}</ul></nav>'
FOOTER = '<footer><p>© Deichbote</p><a href="/impressum">Impressum</a></footer>'
CARD = (
    '<div class="related"><h3>Mehr zum Thema</h3><ul>'
    '<li><a href="/lokales/wehr-77.html">Das Wehr bleibt zu</a></li>'
    '<li><a href="/lokales/kahn-78.html">Kahn sucht Käufer</a></li></ul></div>'
)
TWEET = (
    '<blockquote class="twitter-tweet"><p lang="de" dir="ltr">Die Schleuse ist auf!'
    '<a href="https://twitter.com/hashtag/altwasser">#altwasser</a></p>&mdash; Lindacher Schleuse '
    '(@schleuse_lindach) <a href="https://twitter.com/schleuse_lindach/status/77">'
    "30. Mai 2018</a></blockquote>"
)
CAPTION = "Ein Kahn wartet vor dem Unterhaupt. Foto: Ruth Penhallow"


def paragraphs(*texts: str) -> str:
    """Each text in a `p`."""
    return "".join(f"<p>{text}</p>" for text in texts)


def article_page(inner: str, *head: str, outer: str = "article") -> str:
    """A page with an article of this content between navigation and footer."""
    title = f"<title>{TITLE} | Deichbote</title>"
    body = f"{NAVIGATION}<main><{outer}>{inner}</{outer}></main>{FOOTER}"
    return web_page(title, meta("og:title", TITLE), *head, body=body, lang="de")


def plain_page(*more: str) -> str:
    """A page with a title, three paragraphs, and `more` before the last of them."""
    inner = f"<h1>{TITLE}</h1>{paragraphs(PROSE, MORE)}{''.join(more)}{paragraphs(LAST)}"
    return article_page(inner)


def read(source: str | bytes, charset: str | None = None, path: str = "a.html") -> Document:
    """The document of a page; fails where it is refused."""
    found = document(source, charset, path)
    assert isinstance(found, Document), found
    return found


def document(
    source: str | bytes, charset: str | None = None, path: str = "a.html"
) -> Document | Quarantined:
    """The document of a page, or why there is none."""
    place = (ids.source_id(path), path, 0, 0, "0" * 64)
    data = source.encode() if isinstance(source, str) else source
    return pages.document(place, data, ReadSection(), charset=charset)


def recorded(source: str | bytes, extractor: str = "full") -> Record:
    """The record of a page."""
    return record(read(source), Options(config(html={"extractor": extractor})))


def blocks(made: Record, *kinds: str) -> list[str]:
    """The texts of a record's blocks, those of some kinds alone where these are given."""
    found = made.rows["blocks"]
    return [block["text"] for block in found if not kinds or block["kind"] in kinds]


def kinds(made: Record) -> list[tuple[str, str]]:
    """Kind and text of every block, in order."""
    return [(str(block["kind"]), block["text"]) for block in made.rows["blocks"]]
