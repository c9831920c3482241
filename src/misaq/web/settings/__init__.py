"""Django settings: `base` for all, then one file a purpose (static, test, and the server's own)."""
