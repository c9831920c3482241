"""Evidence on the web: uploads in parts, copies to look at, the chain of custody of each file."""
