"""`python -m ilo_graph.cli`."""

from ilo_graph.cli import main

main()
