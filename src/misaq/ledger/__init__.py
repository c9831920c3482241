"""ledger (being built)."""
