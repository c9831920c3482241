"""Setting a drafting up, and writing in it: clauses in hand, proposals, comments, grounds."""
