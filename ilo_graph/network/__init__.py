"""The graph as a network: for networkx and GraphML, as a quick drawing, and as the view model of the page."""

from ilo_graph.network.drawing import draw
from ilo_graph.network.export import to_networkx, write_graphml
from ilo_graph.network.view import View, view

__all__ = ["View", "draw", "to_networkx", "view", "write_graphml"]
