"""The command-line reference in Markdown, from the commands' own help."""

from typer.testing import CliRunner

from pressmark_cli import render
from pressmark_cli.app import COMMANDS, app

WIDTH = {"COLUMNS": "88", "TERM": "dumb", "NO_COLOR": "1"}


def reference() -> str:
    """The help of the program and of each command, as one Markdown document."""
    head = (
        "# Command line\n\nGenerated from the commands' own help by `docs/generate`; do not edit.\n"
    )
    parts = [_section("pressmark", []), *(_section(f"pressmark {c}", [c]) for c in COMMANDS)]
    return head + "".join(parts)


def _section(title: str, words: list[str]) -> str:
    result = CliRunner().invoke(app, [*words, "--help"], prog_name="pressmark", env=WIDTH)
    text = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
    return f"\n## {title}\n\n```\n{text}\n```\n"


if __name__ == "__main__":
    render.out(reference().rstrip("\n"))
