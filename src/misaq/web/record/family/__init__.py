"""What families see and decide: their case, their consent, and that it be erased."""
