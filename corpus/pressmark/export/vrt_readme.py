"""How a vertical text is loaded: the commands, for the attributes that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressmark.dataset import Dataset

_TEXT = """\
# Vertical text

`corpus.vrt` holds the articles' texts; `outside.vrt`, if it is here, what is no part of
them: titles, embedded posts, teasers, captions. Both have the same form and can be made corpora.

A line is a word: the word, its lemma (`_`: not known), what follows it (`n` nothing, `s` a space,
else white space as code points in hexadecimal), its place in its block in code points from 0. Lists
are feature sets, `|a|b|`. An attribute that is missing is unknown. An article without a word in its
text is an empty `<text>`, which CWB leaves out, and so is its line of `metadata.tsv`.

## CWB

```sh
mkdir -p data && cwb-encode -c utf8 -xsB -d data -f corpus.vrt -R {name} \\
  -P lemma -P after -P start \\
  -S text:0+{text} \\
  -S p:0+{p} -S s:0
cwb-make -V {upper}
```

## CQPweb

Install the corpus as encoded above. `metadata.tsv` is its text metadata: the columns, all free text
but those that you want to count by, are

{columns}

## NoSketch Engine

```text
ENCODING "UTF-8"
VERTICAL "corpus.vrt"
ATTRIBUTE word
ATTRIBUTE lemma
ATTRIBUTE after
ATTRIBUTE start
STRUCTURE text {{
{attributes}
}}
STRUCTURE p {{
{blocks}
}}
STRUCTURE s
```
"""


def text(dataset: Dataset, names: dict[str, list[str]]) -> str:
    """The README of an export; `names` are the attributes of `text` and `p`."""
    kept = "".join(char if char.isalnum() and char.isascii() else "_" for char in _name(dataset))
    return _TEXT.format(
        name=kept.lower(),
        upper=kept.upper(),
        text="+".join(names["text"]),
        p="+".join(names["p"]),
        columns=", ".join(f"`{name}`" for name in names["text"]),
        attributes="\n".join(f"  ATTRIBUTE {name}" for name in names["text"]),
        blocks="\n".join(f"  ATTRIBUTE {name}" for name in names["p"]),
    )


def _name(dataset: Dataset) -> str:
    return dataset.package.name or "corpus"
