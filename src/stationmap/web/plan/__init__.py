"""The pages of planners: how well demand is served, and what would serve it better."""
