"""Sealed identities on the site: shutting them, asking the custodians, their answers."""
