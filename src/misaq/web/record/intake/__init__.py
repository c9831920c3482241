"""How cases come in by hand: the form with its drafts, and lists from spreadsheets and the field."""
