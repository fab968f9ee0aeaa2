"""Who an article is: its id, what it was minted from, and the ids it would have otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pressmark.dataset import Dataset
from pressmark_schema import ids
from pressmark_schema.vocabulary import IdBasis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pressmark_schema.documents import Document


@dataclass(frozen=True, slots=True)
class Identity:
    """An article's id, its basis, and its aliases in the order of the aliases table."""

    article_id: str
    basis: IdBasis
    aliases: list[dict[str, Any]]


def identify(
    document: Document, values: Mapping[str, Any], kept: Mapping[str, str], namespace: str
) -> Identity:
    """The id of the article in `document`: native id, else canonical URL, else path.

    An id in `kept`, which maps every id that an earlier version knew to its article's, goes
    before all: an id once minted stays, whatever becomes known of the article later. But a path
    does not speak against a native id or URL: where the earlier article at that path was known by
    another one, the file was used anew.
    """
    candidates = list(_candidates(document, values, namespace))
    basis, chosen = candidates[0]
    for rank, (kind, minted) in enumerate(candidates):
        used_anew = kind is IdBasis.PATH and rank > 0 and kept.get(minted) != minted
        if minted in kept and not used_anew:
            chosen = kept[minted]
            break
    basis = next((basis for basis, minted in candidates if minted == chosen), IdBasis.KEPT)
    aliases = [
        {"alias_id": minted, "article_id": chosen, "alias_basis": basis_}
        for basis_, minted in candidates
        if minted != chosen
    ]
    return Identity(chosen, basis, sorted(aliases, key=itemgetter("alias_id")))


def known_ids(previous: Path | None) -> dict[str, str]:
    """Every id by which an earlier package knows an article, aliases included, to the article's."""
    if previous is None:
        return {}
    dataset = Dataset.open(previous)
    known: dict[str, str] = {}
    for name, column in (("aliases", "alias_id"), ("articles", "article_id")):
        for batch in dataset.batches(name):
            others, own = batch.column(column).to_pylist(), batch.column("article_id").to_pylist()
            known |= dict(zip(others, own, strict=True))
    return known


def _candidates(
    document: Document, values: Mapping[str, Any], namespace: str
) -> Iterator[tuple[IdBasis, str]]:
    native, url = values.get("native_id"), values.get("canonical_url")
    if native:
        outlet = values.get("outlet_id", "")
        yield IdBasis.NATIVE, ids.article_id(IdBasis.NATIVE, f"{namespace}/{outlet}", native)
    if url:
        yield IdBasis.URL, ids.article_id(IdBasis.URL, namespace, url)
    place = (
        document.path if not document.record_index else f"{document.path}#{document.record_index}"
    )
    yield IdBasis.PATH, ids.article_id(IdBasis.PATH, namespace, place)
