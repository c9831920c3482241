"""The dialogue app."""

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    """The conversation: statements, who takes part, votes, moderation."""

    name = "misaq.web.dialogue"
    label = "dialogue"
    default_auto_field = "django.db.models.BigAutoField"
