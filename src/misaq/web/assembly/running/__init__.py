"""Finding the lottery of a closed pool, in the background."""
