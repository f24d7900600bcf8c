"""What people do with stations, one module for each."""
