"""How far demand is from the stations that count, and where the next ones should go: arrays."""
