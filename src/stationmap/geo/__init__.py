"""Positions on the earth, the datums they come in, and true distances between them."""
