"""Quotas: the editor, whether they can be met, the smallest change that helps, a suggestion from the population."""
