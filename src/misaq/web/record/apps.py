"""The record on the web: cases and who may see what of them."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out


class RecordConfig(AppConfig):
    """Settings of the app."""

    name = "misaq.web.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever signs out leaves no index of names behind."""
        from misaq.web.record.search.names import forget_names  # noqa: PLC0415  models are ready only now

        def forget(request: Any = None, **_more: Any) -> None:
            if request is not None:
                forget_names(request)

        user_logged_out.connect(forget, weak=False, dispatch_uid="record.names")
