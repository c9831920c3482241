"""dynamics (being built)."""
