"""Commands of `misaq manage`."""
