"""Scripts that run without misaq."""
