"""What anybody may tell the record from outside, and how they hear back by a code that only they hold."""
