"""table (being built)."""
