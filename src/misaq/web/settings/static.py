"""Settings for writing the pages to files: no database, no server, no secret."""

from misaq.web.settings.base import *  # noqa: F403  a settings file is its base and what differs

SECRET_KEY = "pages written to files sign nothing"  # noqa: S105
DATABASES: dict[str, dict[str, str]] = {}
