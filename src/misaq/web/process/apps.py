"""The process app."""

from django.apps import AppConfig


class ProcessConfig(AppConfig):
    """Releases of a process, and the long work that makes them."""

    name = "misaq.web.process"
    label = "process"
    default_auto_field = "django.db.models.BigAutoField"
