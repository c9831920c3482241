"""assembly (being built)."""
