"""The child process that decodes what strangers send, and the walls around it. It imports nothing else of misaq."""
