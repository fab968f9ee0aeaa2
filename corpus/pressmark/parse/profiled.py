"""What the profile says of an article's blocks: furniture of the outlet's pages, and bylines."""

from collections.abc import Sequence

from pressmark.parse.alone import Verdict, alone
from pressmark.parse.names import are_names
from pressmark.parse.shapes import Shape
from pressmark_schema.profile import Opening, OutletProfile, line_key
from pressmark_schema.vocabulary import BlockKind, KindBasis

_LINE_LIMIT = 600
_HEAD_BLOCKS = 5
_LAST_BLOCKS = 2
_BYLINE_LIMIT = 120


def furniture(shapes: Sequence[Shape], profile: OutletProfile) -> list[Verdict | None]:
    """What the profile decides of an article's blocks; as many items as `shapes`.

    A line counts wherever it stands, whole and word for word; an opening reaches as far as it
    says, to the next block of running text at most unless it is to the article's end.
    """
    if profile == OutletProfile():
        return [None] * len(shapes)
    found: list[Verdict | None] = []
    reaching: Opening | None = None
    for place, shape in enumerate(shapes):
        if reaching is not None and reaching.until == "paragraph" and not shape.line:
            reaching = None
        key = line_key(shape.text[:_LINE_LIMIT])
        opened = next((one for one in profile.openings if key.startswith(one.key)), None)
        if opened is not None:
            reaching = opened if opened.until != "block" else None
        decided = _whole(shape, key, place, profile) or _reached(opened or reaching)
        found.append(decided or _byline(shape, place, len(shapes), profile))
    return found


def _whole(shape: Shape, key: str, place: int, profile: OutletProfile) -> Verdict | None:
    """The verdict on a line of the profile; one that heads a list by the rules still does."""
    line = profile.lines.get(key) if shape.length <= _LINE_LIMIT else None
    if line is None:
        return None
    by_rule = alone(shape, place)
    opens = by_rule is not None and by_rule.kind is line.kind and by_rule.opens
    rule = "profile.stated" if line.stated else "profile.learnt"
    return Verdict(line.kind, rule, opens=opens, basis=KindBasis.PROFILE)


def _reached(opening: Opening | None) -> Verdict | None:
    if opening is None:
        return None
    return Verdict(opening.kind, "profile.stated", basis=KindBasis.PROFILE)


def _byline(shape: Shape, place: int, count: int, profile: OutletProfile) -> Verdict | None:
    """A line at the head or the end in one of the outlet's forms, filled with persons' names."""
    edge = place <= _HEAD_BLOCKS or place >= count - _LAST_BLOCKS
    if not edge or shape.length > _BYLINE_LIMIT or shape.sentences:
        return None
    names = names_in(shape.text, profile)
    if not names or (place == 0 and names[0] == shape.text):
        return None  # bare names that open an article may be its title
    return Verdict(BlockKind.BYLINE, "profile.byline", basis=KindBasis.PROFILE)


def names_in(text: str, profile: OutletProfile) -> list[str]:
    """The names in `text`, as each of the outlet's forms of bylines that fits it reads them."""
    found = []
    for before, after in profile.bylines:
        if text.startswith(before) and text.endswith(after):
            names = text[len(before) : len(text) - len(after)]
            found += [names] if are_names(names) else []
    return found
