"""`python -m pressmark_cli` is the same program as `pressmark`."""

from pressmark_cli.app import main

main()
