"""charter (being built)."""
