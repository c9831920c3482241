"""Alternates: chosen after the draw so that the quotas suffer least when people do not come."""
