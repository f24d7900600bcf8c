"""What planners ask and keep: coverage, sites, scenarios, demand and areas, long work."""
