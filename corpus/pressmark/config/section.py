"""A section of settings, and the kinds of values that are checked as they are read."""

import codecs
import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_NO_TEXT = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"}
"""Python's codecs for names and for escapes, which can give halves of characters."""


class Section(BaseModel):
    """A table of pressmark.toml: a key that it does not know is a mistake, and nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _known_encoding(name: str) -> str:
    try:
        "".encode(name)
        codec = codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise ValueError(f"no encoding that Python knows: {name!r}") from error
    if codec in _NO_TEXT:
        raise ValueError(f"{name!r} is no encoding of whole texts")
    return name.lower()


def check_share(text: str) -> str:
    """`text` if it is a number or a share such as 10%; else raises ValueError."""
    number = text.removesuffix("%")
    if not number.replace(".", "", 1).isdecimal():
        raise ValueError("a number of documents, or a share such as 10%")
    return text


def _regular_expression(text: str) -> str:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"no regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_regular_expression)]

Encoding = Annotated[str, AfterValidator(_known_encoding)]

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]

Whole = Annotated[int, Field(le=2**53 - 1)]
"""A whole number that every reader of JSON takes for the same (RFC 7493, 2.2)."""
Limit = Annotated[str, AfterValidator(check_share)]
