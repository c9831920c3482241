"""`misaq manage clean_uploads`: delete what nobody finished sending."""

from typing import Any

from django.core.management.base import BaseCommand

from misaq.web.record.evidence.receiving import uploads_clean


class Command(BaseCommand):
    """Deletes uploads that nobody finished within a week; the same happens whenever an upload begins."""

    help = "Delete uploads that nobody finished within a week."

    def handle(self, **options: Any) -> None:
        """Clean and say how many."""
        self.stdout.write(str(uploads_clean()))
