"""Who works with the record: the secretariat enters organisations, members and custodians, and sees no case."""
