"""The domain: what a station is, when it is open, and what can be wrong with its record."""
