"""Cells of 100 m of a city or a country, each measured to its nearest station: exact, and counted.

A place is cut into square cells; a cell belongs to the place if its centre lies in the outline.
`cell_distances` measures every cell of a city, `count_cells` counts how many cells of a country
have a station within a radius, here or on a Dask cluster.
"""
