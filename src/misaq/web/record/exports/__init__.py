"""Taking cases out: asked for with a purpose, approved by two others, fetched a few times, gone after a week."""
