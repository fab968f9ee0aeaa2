"""PM4: characters that were lost or read in the wrong encoding."""

from collections.abc import Iterator, Sequence

from pressmark.check.catalogue import text as catalogue
from pressmark.check.opened import Query
from pressmark.check.rules.placing import of_stretches
from pressmark_schema.generate.sql import literal

_REPLACEMENT = literal(r"\x{FFFD}+")
# What the first bytes of Latin letters, and of quotes and dashes, look like as Windows-1252. The
# quotes that may well follow a letter with a tilde or circumflex are left out.
_MOJIBAKE = literal(
    r"[ÃÂ][\x{80}-\x{AA}\x{AC}-\x{BA}\x{BC}-\x{BF}€ƒ†‡ˆ‰ŠŒŽ˜™šœžŸ]|â€[\x{80}-\x{2122}]"
)


def queries(_languages: Sequence[str] | None) -> Iterator[Query]:
    """The questions about characters."""
    yield of_stretches(catalogue.REPLACEMENT_CHARACTER, _REPLACEMENT)
    yield of_stretches(catalogue.MOJIBAKE, _MOJIBAKE)
