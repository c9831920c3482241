"""People, roles, second factor."""
