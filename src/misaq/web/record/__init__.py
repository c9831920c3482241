"""The pages of misaq.record."""
