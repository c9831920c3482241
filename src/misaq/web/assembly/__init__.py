"""The pages of misaq.assembly."""
