"""Words a person types: a thin Typer app over the library, one file a command."""
