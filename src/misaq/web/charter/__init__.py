"""The pages of misaq.charter."""
