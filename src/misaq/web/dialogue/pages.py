"""The public pages of this room: none yet (see docs/web-pages.md); the room shows its empty state."""

from misaq.web.shell.pages import Download, Page

PAGES: tuple[Page, ...] = ()
DOWNLOADS: tuple[Download, ...] = ()
