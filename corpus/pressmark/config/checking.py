"""Which rules are asked, how grave their findings are, and where."""

from typing import Literal

from pydantic import Field

from pressmark.config.section import Section
from pressmark_schema.vocabulary import Severity


class ScopeSection(Section):
    """What is ignored, and how grave findings are, where path and outlet fit these globs."""

    path: str = "*"
    outlet: str = "*"
    ignore: list[str] = Field(default_factory=list)
    severity: dict[str, Severity] = Field(default_factory=dict)


class ValidateSection(Section):
    """Which rules are asked and from which severity on the run fails; changes no package."""

    select: list[str] = Field(default_factory=lambda: ["default"])
    ignore: list[str] = Field(default_factory=list)
    severity: dict[str, Severity] = Field(default_factory=dict)
    fail_on: Literal["error", "warning", "never"] = "error"
    waivers: str = "waivers.toml"
    rules: list[str] = Field(default_factory=list)
    scope: list[ScopeSection] = Field(default_factory=list)
