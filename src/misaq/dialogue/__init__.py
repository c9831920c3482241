"""dialogue (being built)."""
