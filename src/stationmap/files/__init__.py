"""Stations in and out of files, without trusting any of them."""
