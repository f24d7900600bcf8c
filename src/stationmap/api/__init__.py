"""The API: the stations for other programs, over HTTP."""
