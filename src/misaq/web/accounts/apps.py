"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, their roles, second factors, one-time logins."""

    name = "misaq.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
