"""``python -m search``: the command line without an installed script."""

from search.cli import main

main()
