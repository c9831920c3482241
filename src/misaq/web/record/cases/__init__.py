"""The case: opening it, finding it by its words, reading it."""
