"""The store: the only code that opens it, behind small Protocols."""
