"""The configuration of a corpus: pressmark.toml, found at or above what is read."""

from pressmark.config.building import (
    AnnotationsSection,
    BuildSection,
    DuplicatesSection,
    ParseSection,
    WorkersSection,
)
from pressmark.config.checking import (
    ScopeSection,
    ValidateSection,
)
from pressmark.config.describing import (
    CorpusSection,
    FieldSection,
    ReleaseSection,
    RightsRule,
)
from pressmark.config.finding import (
    beside,
    find,
)
from pressmark.config.reading import (
    ArchivesSection,
    EncodingRule,
    HtmlSection,
    MetadataSection,
    ReadSection,
)
from pressmark.config.records import (
    BeginRule,
    LinesRule,
    RecordsRule,
)
from pressmark.config.section import (
    check_share,
)
from pressmark.config.whole import (
    FILE,
    Config,
)

__all__ = [
    "FILE",
    "AnnotationsSection",
    "ArchivesSection",
    "BeginRule",
    "BuildSection",
    "Config",
    "CorpusSection",
    "DuplicatesSection",
    "EncodingRule",
    "FieldSection",
    "HtmlSection",
    "LinesRule",
    "MetadataSection",
    "ParseSection",
    "ReadSection",
    "RecordsRule",
    "ReleaseSection",
    "RightsRule",
    "ScopeSection",
    "ValidateSection",
    "WorkersSection",
    "beside",
    "check_share",
    "find",
]
