"""The assembly app."""

from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    """Who sits: volunteers, quotas, the lottery and its draw; and the pages about it."""

    name = "misaq.web.assembly"
    label = "assembly"
    default_auto_field = "django.db.models.BigAutoField"
