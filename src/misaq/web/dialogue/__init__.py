"""The pages of misaq.dialogue."""
