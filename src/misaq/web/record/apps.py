"""The record on the web: cases and who may see what of them."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save


class RecordConfig(AppConfig):
    """Settings of the app."""

    name = "misaq.web.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever writes down a withdrawal, by whatever page: the name leaves the public pages with it."""
        post_save.connect(_name_follows, sender="record.Consent", dispatch_uid="record.names")


def _name_follows(instance: Any, **_kwargs: Any) -> None:
    from misaq.web.record.publication.consents import names_follow  # noqa: PLC0415  needs loaded apps

    names_follow(instance.case)
