"""The review of cases: a queue, the ladder, blind second coding, and how far coders agree."""
