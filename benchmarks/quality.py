"""Score our parsing against gold answers: `python benchmarks/quality.py FOLDER [SET …]`.

FOLDER holds `score.py` and sets such as `flat/` with `*.txt` and `*.gold.json`. Each set is parsed
with `pressmark parse`, as a user would, and scored over its German documents.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

SETS = (
    "flat",
    "flat_tweets",
    "flat_variants/nl",
    "flat_variants/wrap",
    "flat_variants/crlf_bom_nbsp",
)


def main() -> None:
    """Print one line for each set."""
    folder, *sets = sys.argv[1:]
    for name in sets or SETS:
        documents = sorted((Path(folder) / name).glob("*.txt"))
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.write("\n".join(predictions(documents)))
            file.flush()
            score = [sys.executable, f"{folder}/score.py", f"{folder}/{name}", file.name]
            sys.stdout.write(name + " ")
            sys.stdout.flush()
            subprocess.run([*score, "--lang", "de", "--line"], check=True)


def predictions(documents: list[Path]) -> list[str]:
    """Each document as the scorer reads it."""
    command = [sys.executable, "-m", "pressmark_cli", "parse", *map(str, documents)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    articles = map(json.loads, printed.splitlines())
    return [
        json.dumps(article | {"date": article["published_edtf"]}, ensure_ascii=False)
        for article in articles
    ]


if __name__ == "__main__":
    main()
