"""Every sentence and word that people read, in Chinese and English, by key."""

from stationmap.labels.catalogue_reader import Language, catalogue, text

__all__ = ["Language", "catalogue", "text"]
