"""Names for things in formats that want an address for each: URNs made of our ids."""

from __future__ import annotations

import re

_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


def urn(row_id: str) -> str:
    """The address of an article or block: it names the thing and leads nowhere."""
    return f"urn:pressmark:{row_id}"


def licence(rights: str) -> str | None:
    """SPDX's page of a licence; None for an expression, a LicenseRef and `unknown`."""
    plain = _SPDX.fullmatch(rights) and not rights.startswith("LicenseRef-") and rights != "unknown"
    return f"https://spdx.org/licenses/{rights}" if plain else None
