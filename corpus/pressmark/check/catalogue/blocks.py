"""PM3: rules about blocks and structure."""

from pressmark_schema.findings import Rule
from pressmark_schema.vocabulary import Severity

EMPTY_ARTICLE = Rule(
    code="PM301",
    name="empty-article",
    severity=Severity.WARNING,
    what="the article has no text",
    why="It counts as an article but adds no words, which bends every mean.",
    fix="Look at its blocks with `pressmark show`; a paywall or a picture page has no text.",
)
BLOCK_LANG = Rule(
    code="PM302",
    name="block-language",
    severity=Severity.INFO,
    what="a block in another language than its article: {observed}",
    why="Tools for the article's language will treat its words wrongly.",
    fix="Nothing, where it is a quotation; else look at what was captured.",
)
TEXT_LANG = Rule(
    code="PM303",
    name="text-language",
    severity=Severity.WARNING,
    what="most of the text is in another language than the article: {observed}",
    why="Counts by language put the article where its words do not belong.",
    fix="Declare every language of the corpus in pressmark.toml, or state this one's in a sidecar.",
)
