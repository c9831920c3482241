"""The published draw: seal, chances, certificate, bundle, and one's own row."""
