"""What a page prints in the place of a text whose rest it sells."""

from __future__ import annotations

import re

from pressmark.parse.body.told import fold

_PAYWALL = re.compile(
    r"il vous reste \d{1,2}(?:[.,]\d+)? ?% de cet article|la suite est réservée aux abonnés|"
    r"(?:diesen artikel|jetzt|hier) (?:\S+ )?weiterlesen (?:mit|als abonnent)|"
    r"(?:noch|sie haben) \d{1,2} ?% (?:des artikels|dieses artikels|gelesen)|"
    r"(?:this article|the rest of this article|continue reading) (?:\S+ ){0,3}"
    r"(?:for|with|requires) (?:\S+ ){0,2}(?:subscribers|subscription)|"
    r"subscribe (?:now )?to (?:continue|keep) reading",
    re.IGNORECASE,
)
"""Says in the place of the text that the rest of it is sold."""
_OFFERS = ("cetarticle", "abonnés", "weiterlesen", "artikels", "gelesen", "thisarticle", "reading")
"""One of these is in what _PAYWALL finds, folded; looking for them takes a tenth of the time."""
_LONGEST = 400


def is_offer(text: str, folded: str | None = None) -> bool:
    """Whether a block says that the rest of its article is sold; `folded` is `fold(text)`."""
    if len(text) >= _LONGEST:
        return False
    letters = fold(text) if folded is None else folded
    return any(word in letters for word in _OFFERS) and _PAYWALL.search(text) is not None
