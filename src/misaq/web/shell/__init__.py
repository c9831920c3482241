"""What every page stands on: base templates, components, styles, links that work on a server and from disk."""
