"""How a package is made of what was read: limits, workers, duplicates, annotations."""

from typing import Literal

from pydantic import Field

from pressmark.config.section import Limit, Section, Whole
from pressmark.layout import FILE_BYTES
from pressmark_schema.vocabulary import AnnotationLayer


class ParseSection(Section):
    """What parsing knows beforehand.

    `profile` is a path from this file; without one, a profile.toml beside it counts.
    """

    profile: str | None = None


class BuildSection(Section):
    """How much may fail, and the form of the package.

    A table with more than `file_bytes` bytes of content is divided into several files.
    """

    max_quarantined: Limit = "10%"
    csv: Literal["auto", "always", "never"] = "auto"
    file_bytes: Whole = Field(default=FILE_BYTES, ge=1)
    previous: str | None = None
    corrections: str = "corrections.jsonl"


class WorkersSection(Section):
    """What one document may take in a worker process: seconds, and bytes of memory on Linux.

    These protect, and decide nothing else: a document that passes them is quarantined, and the
    package says that it cannot be made again byte for byte. 0 lifts a limit.
    """

    max_seconds: float = Field(default=300, ge=0, allow_inf_nan=False)
    max_memory: Whole = Field(default=4 * 2**30, ge=0)


class DuplicatesSection(Section):
    """From where on texts are duplicates: shares of their 5-word shingles, least words."""

    enabled: bool = True
    jaccard: float = Field(default=0.5, ge=0.1, le=1)
    containment: float = Field(default=0.6, ge=0.1, le=1)
    min_words: Whole = Field(default=10, ge=5)


class AnnotationsSection(Section):
    """Which layers of annotations are read; none of them: `layers = []`."""

    layers: list[AnnotationLayer] = Field(default_factory=lambda: list(AnnotationLayer))
