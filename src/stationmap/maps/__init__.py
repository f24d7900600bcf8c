"""Folium maps: the one safe door for text, layers, tiles, and links to navigation apps."""
