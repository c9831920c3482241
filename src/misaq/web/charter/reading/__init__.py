"""Reading the text on the site: at any day, with who wrote it, searched, compared."""
