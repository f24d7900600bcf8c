"""HTML for the pages, made through the one door that `labels.markup` is."""

from __future__ import annotations

from stationmap.labels.markup import Child, Markup, element, together

__all__ = ["Child", "Markup", "element", "together"]
