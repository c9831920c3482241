"""The pages of misaq.table."""
