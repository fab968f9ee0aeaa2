"""Finding the duplicates of a corpus: segments of texts in, in any order, rows of the table out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pressmark.duplicates.candidates import candidates
from pressmark.duplicates.edges import Comparing, confirmed
from pressmark.duplicates.known import Known, measured
from pressmark.duplicates.members import rows
from pressmark.duplicates.running import here
from pressmark.duplicates.texts import Texts

if TYPE_CHECKING:
    import pyarrow as pa

    from pressmark.duplicates.running import Run
    from pressmark.duplicates.spool import Spool
    from pressmark.duplicates.thresholds import Thresholds


@dataclass(frozen=True)
class Found:
    """`rows` of the duplicates table by article id, and what was `measured` on the way to them.

    The latter has the columns one and other, the SHA-256 of two texts, and shared, the shingles
    that they have in common: of each pair that was compared. It depends on the two texts alone,
    and saves the comparison where it is given again.
    """

    rows: pa.Table
    measured: pa.Table


def find(
    spool: Spool,
    articles: pa.Table,
    thresholds: Thresholds,
    known: pa.Table | None = None,
    run: Run = here,
) -> Found:
    """The duplicates among `articles`, whose texts are in the spool.

    Args:
        spool: the segments of all texts, in any order and cut.
        articles: key (as in the segments), article_id, outlet_id and date_to of each article, in
            any order; texts that it does not name have no part.
        thresholds: from where on a pair counts.
        known: what was measured before, of these texts or others.
        run: where ranges of hashes and pairs are worked on.

    The rows depend on the texts, the articles and the thresholds alone. Texts are the same when
    all characters are; a text without a letter or digit is nobody's duplicate. Others are compared
    as sets of 5-word shingles, casefolded, where they have words enough.
    """
    texts = Texts(spool, articles["key"], thresholds.min_words)
    one, other = candidates(spool, texts, thresholds.least_shared, run)
    shared = Known(texts, known).shared(one, other)
    unknown = np.flatnonzero(shared < 0)
    shared[unknown] = Comparing(spool, texts).shared(one[unknown], other[unknown], run)
    edges = confirmed(one, other, shared, texts.sizes, thresholds)
    lengths = spool.numbers("lengths")[texts.numbers]
    return Found(rows(articles, texts.of_keys, lengths, edges), measured(texts, one, other, shared))
