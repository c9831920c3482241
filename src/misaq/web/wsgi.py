"""What the server runs."""

import multiprocessing
import os
import signal
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "misaq.web.settings.production")
application = get_wsgi_application()


def _end_with_the_server() -> None:
    """End this process when the one that started it is gone, also when that was killed outright."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=_end_with_the_server, daemon=True).start()
