"""Names and contacts of volunteers: shut when they come, opened by the officers' passphrase, every look noted."""
