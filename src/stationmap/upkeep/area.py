"""Areas: the city, its districts and their streets, as the union is organised."""

from __future__ import annotations

CITY = "city"
"""The code of the area that holds everything, also what lies outside every district."""
