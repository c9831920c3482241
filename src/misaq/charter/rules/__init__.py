"""Decision rules: what they say, what a vote comes to under them, and who can carry, block or bind whom."""
