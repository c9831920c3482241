"""Panels at the desk: setting one up, its questions, its key, its consent, opening and closing it."""
