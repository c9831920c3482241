"""record (being built)."""
