"""PM306 to PM308: paragraphs that stand twice, lines of the page, pointers to other articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressmark.check.catalogue import blocks as catalogue
from pressmark.check.record import Hit, whole
from pressmark_schema.bytewise import encoded, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.check.record import Record

_REPEATED = 40
"""Code points from which a paragraph that stands twice is no refrain or form of address."""
_I = re.IGNORECASE
_PAGE = re.compile(
    r"(?:wir (?:verwenden|nutzen|setzen) (?:auf dieser (?:seite|website) )?cookies|"
    r"we (?:and our partners )?use cookies|nous utilisons des cookies|"
    r"(?:einverstanden|mit (?:ihrer|deiner) zustimmung), dass mir externe inhalte|"
    r"externe inhalte (?:angezeigt|aktivieren|laden)|"
    r"an dieser stelle (?:finden sie|befindet sich|steht) (?:einen? )?(?:externe|relevante)|"
    r"(?:jetzt|hier|gleich|kostenlos)(?: \S+){0,5} newsletter (?:abonnieren|anmelden|bestellen)|"
    r"(?:melden sie sich|abonnieren sie)(?: \S+){0,6} newsletter|"
    r"sign up (?:for|to) (?:our|the)(?: \S+){0,4} newsletter|"
    r"(?:diesen )?(?:artikel|beitrag) (?:auf facebook|auf twitter|per whatsapp|per e-mail) teilen|"
    r"(?:folgen sie|folge) uns (?:auf|bei) (?:facebook|twitter|instagram|whatsapp|x\b)|"
    r"share this (?:article|story|post)|follow us on (?:facebook|twitter|instagram)|"
    r"mit dem absenden (?:des formulars|ihrer)|javascript (?:aktivieren|ist deaktiviert)|"
    r"bitte aktivieren sie javascript|enable javascript|alle rechte vorbehalten|"
    r"all rights reserved)",
    _I,
)
_MODAL = re.compile(r"[„“\"»«]|\b(?:sagte|teilte|erklärte|heißt es|said|told)\b", _I)
_HINTS = (
    *(b"cookie", b"newsletter", b"externe", b"folge uns", b"folgen sie uns", b"facebook teilen"),
    *(b"twitter teilen", b"whatsapp teilen", b"mail teilen", b"share this", b"follow us"),
    *(b"absenden", b"javascript", b"rechte vorbehalten", b"rights reserved"),
)
"""Words one of which is in every match of _PAGE: a quick look, since most paragraphs have none."""
_PAGE_LIMIT = 400
_RELATED = re.compile(
    r"(?:(?:lesen|sehen|hören|schauen) sie (?:auch|hier(?: auch| mehr)?|dazu(?: auch)?|"
    r"mehr(?: dazu)?|jetzt|weiter)\b|lies (?:auch|hier|dazu)\b|siehe auch\b|"
    r"mehr (?:zum thema|dazu|hierzu)\b|"
    r"auch interessant\b|passend dazu\b|das könnte (?:sie|dich) (?:auch )?interessieren|"
    r"weitere (?:artikel|beiträge|meldungen|nachrichten)(?: \S+){0,4}:|zum thema:|"
    r"(?:read|see) (?:more|also)\b|related(?: stories| articles)?:|"
    r"(?:à )?lire (?:aussi|également)\b|voir aussi\b)",
    _I,
)
_RELATED_LIMIT = 200


def repeated(record: Record) -> Iterator[Hit]:
    """A paragraph that an earlier one of the same article already is."""
    seen: set[str] = set()
    for piece in record.text_pieces:
        if len(piece.text) >= _REPEATED:
            if piece.text in seen:
                yield whole(piece)
            seen.add(piece.text)


def furniture(record: Record) -> Iterator[Hit]:
    """Words of cookie, newsletter, share and rights notices in the text.

    A piece with a quotation or a verb of saying tells of such a notice and is none.
    """
    if not holds(record.text, record.data, _HINTS):
        return
    for piece in record.text_pieces:
        if len(piece.text) <= _PAGE_LIMIT and holds(piece.text, encoded(piece.text), _HINTS):
            found = _PAGE.search(piece.text)
            if found and not _MODAL.search(piece.text):
                yield Hit(piece, *found.span())


def related(record: Record) -> Iterator[Hit]:
    """A short piece of the text that opens as a pointer to other articles does."""
    for piece in record.text_pieces:
        if len(piece.text) <= _RELATED_LIMIT:
            found = _RELATED.match(piece.text)
            if found:
                yield Hit(piece, *found.span())


RULES = {
    catalogue.REPEATED: repeated,
    catalogue.FURNITURE: furniture,
    catalogue.RELATED_LINE: related,
}
