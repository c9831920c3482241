"""The record on the web: cases and who may see what of them."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Settings of the app."""

    name = "misaq.web.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
