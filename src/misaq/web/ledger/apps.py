"""The ledger app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The site's own public log, kept in the database."""

    name = "misaq.web.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
