"""At the lottery officer's desk: a lottery is prepared, sealed by two people, and drawn by a public randomness."""
