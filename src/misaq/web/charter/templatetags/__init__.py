"""Template tags of the charter."""
