"""One program that finds near duplicates: `python near_side.py SIDE ARTICLES.jsonl PAIRS.json`.

SIDE is ours, datasketch, rensa or datatrove. All get the same texts in memory, take words by the
same pattern and compare runs of five; the clock starts then. Each peer does what its own guide
shows as its fastest way, with a threshold of 0.6, or 14 × 8 hashes, which datatrove has by default.
Pairs that it would put together are written to PAIRS.json; rensa's fastest way tells only which
texts have a pair, and neither it nor datasketch looks whether a pair is one.
"""

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from measuring import Stopwatch

Pairs = list[tuple[int, int]]
NUM_PERM, THRESHOLD = 128, 0.6
SEED = 1


def main() -> None:
    """Find the pairs, write them, and tell what that took."""
    side, source, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    made = texts(source)
    find = SIDES[side]()
    with tempfile.TemporaryDirectory() as work:
        watch = Stopwatch()
        found = find(made, Path(work))
        watch.tell(texts=len(made), found=len(found))
    out.write_text(json.dumps(found), encoding="utf-8")


def texts(source: Path) -> list[str]:
    """The texts of the articles, those of damaged lines left out."""
    found = []
    for line in source.open("rb"):
        try:
            found.append(json.loads(line)["text"])
        except ValueError:
            continue
    return found


def runs(text: str) -> set[bytes]:
    """The runs of five words of a text."""
    words = re.findall(r"\w+", text.casefold())
    return {" ".join(words[at : at + 5]).encode() for at in range(len(words) - 4)}


def ours() -> Callable[[list[str], Path], Pairs]:
    """Pressmark, in one process."""
    import duplicates

    # What is imported late is imported before the clock starts, as the peers' libraries are.
    with tempfile.TemporaryDirectory() as work:
        duplicates.found(["Ein Text."], Path(work))

    def find(made: list[str], work: Path) -> Pairs:
        rows = duplicates.found(made, work).rows
        pairs = zip(rows["article_id"].to_pylist(), rows["matched_id"].to_pylist(), strict=True)
        return [(int(one[1:]), int(other[1:])) for one, other in pairs if other]

    return find


def datasketch() -> Callable[[list[str], Path], Pairs]:
    """MinHash signatures in bulk, an index, and a question for each text."""
    from datasketch import MinHash, MinHashLSH

    def find(made: list[str], _work: Path) -> Pairs:
        index = MinHashLSH(threshold=THRESHOLD, num_perm=NUM_PERM)
        pairs = []
        signatures = MinHash.bulk(map(list, map(runs, made)), num_perm=NUM_PERM, seed=SEED)
        for place, signature in enumerate(signatures):
            pairs += [(place, other) for other in index.query(signature)]
            index.insert(place, signature)
        return pairs

    return find


def rensa() -> Callable[[list[str], Path], Pairs]:
    """A matrix of signatures, an index, and a flag for each text: in Rust throughout."""
    from rensa import RMinHash, RMinHashLSH

    def find(made: list[str], _work: Path) -> Pairs:
        matrix = RMinHash.digest_matrix_from_token_byte_sets(
            [list(runs(text)) for text in made], NUM_PERM, SEED
        )
        index = RMinHashLSH(THRESHOLD, NUM_PERM, 16)
        flags = index.insert_matrix_and_query_duplicate_flags(matrix)
        return [(place, place) for place, flag in enumerate(flags) if flag]

    return find


def datatrove() -> Callable[[list[str], Path], Pairs]:
    """Signatures, buckets and clusters, its three stages that find what is to be removed."""
    import xxhash
    from datatrove.data import Document
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import minhash
    from datatrove.utils.binaryio import read_tuples_from_file
    from datatrove.utils.hashes import xxhash as hashes
    from datatrove.utils.logging import logger
    from datatrove.utils.word_tokenizers import WhitespaceTokenizer

    class Spaces(WhitespaceTokenizer):
        def word_tokenize(self, text: str) -> list[str]:
            return text.split()

    logger.remove()
    # xxhash takes no text from version 4 on.
    hashes.xxhash64 = lambda text: xxhash.xxh64_intdigest(text.encode())
    config = minhash.MinhashConfig()

    def find(made: list[str], work: Path) -> Pairs:
        def documents(*_: object) -> Iterator[Document]:
            return (Document(text=text, id=str(place)) for place, text in enumerate(made))

        signatures, buckets, ids = (str(work / name) for name in ("sigs", "buckets", "ids"))
        sign = minhash.MinhashDedupSignature(signatures, config=config, language=Spaces())
        stages = [
            ([documents, sign], 1),
            ([minhash.MinhashDedupBuckets(signatures, buckets, config=config)], config.num_buckets),
            ([minhash.MinhashDedupCluster(buckets, ids, config=config)], 1),
        ]
        for number, (stage, tasks) in enumerate(stages):
            logs = str(work / f"logs{number}")
            LocalPipelineExecutor(stage, tasks=tasks, workers=1, logging_dir=logs).run()
        pairs = set()
        for path in sorted(Path(buckets).glob("*.dups")):
            with path.open("rb") as file:
                pairs |= {(one, other) for _, one, _, other in read_tuples_from_file(file, "4I")}
        return sorted(pairs)

    return find


SIDES = {"ours": ours, "datasketch": datasketch, "rensa": rensa, "datatrove": datatrove}

if __name__ == "__main__":
    main()
