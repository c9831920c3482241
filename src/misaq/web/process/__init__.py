"""The pages of misaq.process."""
