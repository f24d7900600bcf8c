"""The plain way, to compare with: one folium map with a Marker for each station, and a tap.

It is what the documentations of Streamlit and folium lead to. Only the address of Leaflet is not
theirs: no page under measurement reaches the network.
"""

from __future__ import annotations

import os
from pathlib import Path

import folium
import geopandas
import streamlit as st
from shapely import Point
from streamlit_folium import st_folium

LEAFLET = "/app/static/leaflet-1.9.4"
METRES = "EPSG:4527"


@st.cache_data
def stations() -> geopandas.GeoDataFrame:
    """Read the stations once."""
    return geopandas.read_file(Path(os.environ["STATIONMAP_STATIONS"]))


drawn = folium.Map(location=[39.92, 116.40], zoom_start=15, tiles=None)
drawn.default_js = [("leaflet", f"{LEAFLET}/leaflet.js")]
drawn.default_css = [("leaflet_css", f"{LEAFLET}/leaflet.css")]
for station in stations().itertuples():
    folium.Marker([station.geometry.y, station.geometry.x], tooltip=station.name).add_to(drawn)

told = st_folium(drawn, key="plain", use_container_width=True)
if told["last_clicked"]:
    place = Point(told["last_clicked"]["lng"], told["last_clicked"]["lat"])
    here = geopandas.GeoSeries([place], crs="EPSG:4326").to_crs(METRES).iloc[0]
    distances_m = stations().to_crs(METRES).distance(here)
    for row in distances_m.nsmallest(5).index:
        st.write(stations().name[row], f"{distances_m[row]:.0f} m")
