"""From words to positions: offline first, online only where it is configured and allowed."""
