"""Nearest stations, exactly: one question at a time, or a million at once."""
