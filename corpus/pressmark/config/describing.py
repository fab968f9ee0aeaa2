"""What is stated of the corpus and of its articles: names, languages, rights, own columns."""

from pydantic import ConfigDict, Field, field_validator

from pressmark.config.section import Language, Section
from pressmark.rights import expression
from pressmark_schema.descriptor import Contributor, Licence, Origin, OwnColumn
from pressmark_schema.vocabulary import Sharing


class CorpusSection(Section):
    """Who and what: goes into the package's descriptor."""

    name: str = Field(default="corpus", pattern=r"^[a-z0-9._-]+$")
    title: str | None = None
    description: str | None = None
    version: str | None = None
    homepage: str | None = None
    keywords: list[str] | None = None
    namespace: str = ""
    languages: list[Language] = Field(default_factory=lambda: ["de", "en", "fr"])
    block_languages: list[Language] = Field(default_factory=lambda: ["de", "en", "fr"])
    licenses: list[Licence] | None = None
    contributors: list[Contributor] | None = None
    sources: list[Origin] | None = None


class FieldSection(OwnColumn):
    """A column of the corpus's own in articles."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RightsRule(Section):
    """The rights of the files that match a glob, and how much may be passed on by contract.

    `sharing` is for what the licence itself does not say: an agreement with the holder, or a
    reason to keep back what a licence allows.
    """

    rights: str = Field(default="unknown", min_length=1)
    holder: str | None = None
    sharing: Sharing | None = None

    @field_validator("rights")
    @classmethod
    def _expression(cls, value: str) -> str:
        found = expression(value)
        if found is None:
            raise ValueError(
                f"{value!r} is no SPDX expression, LicenseRef-… or unknown (https://spdx.org/licenses)"
            )
        return found


class ReleaseSection(Section):
    """Where a release tells what changed."""

    changelog: str = Field(default="CHANGELOG.md", pattern=r"^[A-Za-z0-9][\w./-]{0,99}$")
