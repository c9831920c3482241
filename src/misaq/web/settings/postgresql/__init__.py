"""Django's PostgreSQL, with a look at the wire in place of a question before every request."""
