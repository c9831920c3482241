"""The database wrapper: Django finds it by this module's name."""

import select

from django.db.backends.postgresql.base import DatabaseWrapper as DjangoWrapper
from psycopg.pq import ConnStatus


class DatabaseWrapper(DjangoWrapper):
    """A connection that is known to be alive without asking the server.

    Django asks `SELECT 1` before each request that uses a kept connection. A server that went away has closed the
    wire, and a closed wire can be read; on one that is idle and alive there is nothing to read. Only when there is
    something, which may be a notice, is the server asked.
    """

    def is_usable(self) -> bool:
        """Whether the kept connection can be used."""
        wire = self.connection.pgconn if self.connection is not None else None
        if wire is None or wire.status != ConnStatus.OK:
            return False
        poll = select.poll()
        poll.register(wire.socket, select.POLLIN | select.POLLERR | select.POLLHUP)
        return True if not poll.poll(0) else bool(super().is_usable())
