"""The pages of misaq.ledger."""
