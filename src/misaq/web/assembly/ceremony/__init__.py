"""The draw for a projector: six steps, each with an address, from what was sealed to how anybody checks it."""
