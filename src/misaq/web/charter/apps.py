"""The charter app."""

from django.apps import AppConfig


class CharterConfig(AppConfig):
    """The drafting of a charter, how it is decided; and the pages to read a constitution."""

    name = "misaq.web.charter"
    label = "charter"
    default_auto_field = "django.db.models.BigAutoField"
