"""stationmap leads couriers to the nearest rest station that is open when they arrive."""
