"""Deciding: divisions on a frozen text, ballots, verdicts, ratification."""
