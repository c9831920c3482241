"""A member's own key: made once, opened each session, given to colleagues; nobody can open it for them."""
