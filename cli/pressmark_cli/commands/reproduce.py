"""`pressmark reproduce`: a version made again from its recorded sources, and compared."""

from typing import TYPE_CHECKING, Annotated

import typer

from pressmark_cli.options import Quiet, Verbose

if TYPE_CHECKING:
    from pressmark.versions.reproducing import Outcome

NAME = "reproduce"
_LISTED = 20


def run(
    reference: Annotated[str, typer.Argument(metavar="REPO@VERSION", help="The version.")],
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make a version again from the sources and settings it records; say whether it is the same.

    Exit code 1 where tables differ. It needs the remote with the raw files.
    """
    from pressmark.versions.reproducing import reproduce
    from pressmark_cli import render

    def note(step: str) -> None:
        render.note(render.line(step))

    made = reproduce(reference, progress=note)
    for name, (recorded, here) in made.others.items():
        render.note(render.line(f"made with {name} {recorded}, here is {here}"))
    if made.lost:
        render.note("workers were lost to documents (PM103): it depends on the machine")
    if made.identical:
        render.out(f"byte-identical: {made.released.version}, {made.released.sha256}")
    elif made.equal:
        render.out(f"equal in content: {made.released.version}; its files were written otherwise")
    else:
        _differs(made)
        raise typer.Exit(1)


def _differs(made: "Outcome") -> None:
    from pressmark_cli import render

    render.out(f"differs in {', '.join(made.tables)}")
    for sentence in made.difference:
        render.out(render.line(sentence))
    shown = made.articles if render.verbose() else made.articles[:_LISTED]
    for article_id in shown:
        render.out(render.line(f"  {article_id}"))
    if len(made.articles) > len(shown):
        render.out(f"  … and {len(made.articles) - len(shown):,} more (-v lists them)")
