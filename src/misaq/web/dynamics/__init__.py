"""The pages of misaq.dynamics."""
