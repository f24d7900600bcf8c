"""What only the pages of staff need."""
