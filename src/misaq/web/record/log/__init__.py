"""Who did and looked at what: the log of an organisation, of a case, of oneself; and what the public log gets."""
