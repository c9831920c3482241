"""The record on the web: cases and who may see what of them."""

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save


class RecordConfig(AppConfig):
    """Settings of the app."""

    name = "misaq.web.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever signs out leaves no index of names behind; a name leaves the public pages with its consent."""
        if not apps.is_installed("misaq.web.accounts"):
            return  # pages written to files: nobody signs in, nothing is kept
        from misaq.web.record.publication.consents import names_follow  # noqa: PLC0415  models are ready only now
        from misaq.web.record.search.names import forget_names  # noqa: PLC0415  models are ready only now

        def forget(request: Any = None, **_more: Any) -> None:
            if request is not None:
                forget_names(request)

        def follow(instance: Any, **_more: Any) -> None:
            names_follow(instance.case)

        user_logged_out.connect(forget, weak=False, dispatch_uid="record.names")
        post_save.connect(
            follow, sender="record.Consent", weak=False, dispatch_uid="record.published-names"
        )
