"""The header of a TEI document: what is known of an article and of its corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.export.tei_dates import of_days, of_edtf
from pressmark_schema import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.export.markup import Markup
    from pressmark.export.records import Row
    from pressmark_schema.descriptor import Package

_SOURCE = "`<sourceDesc><bibl>`: "
PLACES = {
    "articles.article_id": "`<TEI xml:id>`",
    "articles.native_id": _SOURCE + '`<idno type="native">`',
    "articles.canonical_url": _SOURCE + '`<idno type="URL">`',
    "articles.outlet_id": _SOURCE + '`<idno type="outlet">`',
    "articles.outlet": _SOURCE + '`<title level="j">`',
    "articles.edition": _SOURCE + "`<edition>`",
    "articles.page": _SOURCE + '`<biblScope unit="page">`',
    "articles.section": _SOURCE + '`<biblScope unit="section">`',
    "articles.keywords": "`<keywords><term>`",
    "articles.authors": "`<titleStmt><author>`",
    "articles.agency": _SOURCE + '`<orgName type="agency">`',
    "articles.genre": '`<classCode scheme="genre">`',
    "articles.title": '`<titleStmt><title type="main">`',
    "articles.kicker": '`<titleStmt><title type="kicker">`',
    "articles.subtitle": '`<titleStmt><title type="sub">`',
    "articles.published_raw": _SOURCE + '`<date type="published">`',
    "articles.published_edtf": _SOURCE + "`<date n>`, `@when` or `@notBefore`, `@notAfter`",
    "articles.published_at": _SOURCE + '`<date type="instant" when>`',
    "articles.modified_edtf": _SOURCE + '`<date type="modified" n>`',
    "articles.lang": "`<TEI xml:lang>`",
    "articles.rights": "`<availability><licence>`",
    "articles.rights_holder": _SOURCE + '`<orgName type="rights_holder">`',
    "articles.access": '`<classCode scheme="access">`',
    "articles.completeness": '`<classCode scheme="completeness">`',
    "articles.n_words": '`<measure unit="words">`',
    "articles.n_chars": '`<measure unit="characters">`',
    "texts.date_from": "`<creation><date notBefore>`",
    "texts.date_to": "`<creation><date notAfter>`",
}


def of_article(
    markup: Markup, package: Package, article: Row, text: Row, blocks: Sequence[Row]
) -> str:
    """The header of one article; `blocks` are those that its body has."""
    element = markup.element
    titles = [
        element("title", article["title"] or "", {"type": "main"}),
        element("title", article["subtitle"], {"type": "sub"}),
        element("title", article["kicker"], {"type": "kicker"}),
        *(element("author", name) for name in article["authors"] or []),
    ]
    sizes = {"words": article["n_words"], "characters": article["n_chars"]}
    languages = sorted({article["lang"], *(block["lang"] for block in blocks)})
    days = markup.attributes(
        {"type": "text", **of_days(text.get("date_from"), text.get("date_to"))}
    )
    return "\n".join(
        [
            "<teiHeader>",
            "<fileDesc>",
            f"<titleStmt>{''.join(titles)}</titleStmt>",
            "<extent>"
            + "".join(
                element("measure", str(size), {"unit": unit, "quantity": str(size)})
                for unit, size in sizes.items()
            )
            + "</extent>",
            _publication(markup, package, article["rights"]),
            f"<sourceDesc>{_source(markup, article)}</sourceDesc>",
            "</fileDesc>",
            "<profileDesc>",
            f"<creation><date{days}/></creation>",
            "<langUsage>"
            + "".join(element("language", lang, {"ident": lang}) for lang in languages)
            + "</langUsage>",
            _classes(markup, article),
            "</profileDesc>",
            "</teiHeader>",
        ]
    )


def of_corpus(markup: Markup, package: Package) -> str:
    """The header of the whole corpus."""
    title = markup.element("title", package.title or package.name or "", {"type": "main"})
    people = "".join(markup.element("author", p.title) for p in package.contributors or [])
    origins = "".join(
        markup.element("bibl", origin.title or origin.path or "")
        for origin in package.sources or []
    )
    names = [item.name or item.title for item in package.licenses or []]
    return "\n".join(
        [
            "<teiHeader>",
            "<fileDesc>",
            f"<titleStmt>{title}{people}</titleStmt>",
            _publication(markup, package, " AND ".join(name for name in names if name)),
            f"<sourceDesc>{origins or '<p/>'}</sourceDesc>",
            "</fileDesc>",
            f"<encodingDesc><p>{markup.text(_ENCODING)}</p></encodingDesc>",
            "</teiHeader>",
        ]
    )


_ENCODING = (
    "Each block is an element with its id, language, how sure its kind is (@cert) and its place in "
    "the decoded source (@source: path, #char=start,end in code points, RFC 5147; ?record=rank in "
    "files of several records). Dates are no finer than stated: @when or @notBefore and @notAfter, "
    "and the same in EDTF in @n."
)


def _publication(markup: Markup, package: Package, rights: str) -> str:
    people = ", ".join(person.title for person in package.contributors or [] if person.title)
    corpus = markup.element("idno", package.name, {"type": "corpus"})
    version = markup.element("idno", package.version, {"type": "version"})
    licence = markup.element("licence", rights or "unknown")
    return (
        f"<publicationStmt>{markup.element('publisher', people)}{corpus}{version}"
        f"<availability>{licence}</availability></publicationStmt>"
    )


def _source(markup: Markup, article: Row) -> str:
    """The article as it was published."""
    element = markup.element
    instant = article["published_at"]
    parts = [
        element("title", article["outlet"] or "", {"level": "j"}),
        element("idno", article["outlet_id"], {"type": "outlet"}),
        element("idno", article["canonical_url"], {"type": "URL"}),
        element("idno", article["native_id"], {"type": "native"}),
        element("edition", article["edition"]),
        element("biblScope", article["page"], {"unit": "page"}),
        element("biblScope", article["section"], {"unit": "section"}),
        element("orgName", article["agency"], {"type": "agency"}),
        element("orgName", article["rights_holder"], {"type": "rights_holder"}),
        _date(markup, "published", article["published_raw"], article["published_edtf"]),
        element(
            "date",
            "" if instant is not None else None,
            {"type": "instant", "when": instant and canonical.instant(instant)},
        ),
        _date(markup, "modified", None, article["modified_edtf"]),
    ]
    return f"<bibl>{''.join(parts)}</bibl>"


def _date(markup: Markup, kind: str, raw: str | None, edtf: str | None) -> str:
    if raw is None and edtf is None:
        return ""
    return markup.element("date", raw or "", {"type": kind, **of_edtf(edtf)})


def _classes(markup: Markup, article: Row) -> str:
    terms = "".join(markup.element("term", word) for word in article["keywords"] or [])
    codes = "".join(
        markup.element("classCode", article[scheme], {"scheme": scheme})
        for scheme in ("genre", "access", "completeness")
    )
    return f"<textClass>{f'<keywords>{terms}</keywords>' if terms else ''}{codes}</textClass>"
