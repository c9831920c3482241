"""A site with one invented case, in a process of its own: `python -m tests.e2e.upload_site SITE`.

Prints JSON: where it is, the case, the cookies of a reviewer who has unlocked the record. Ends with its input.
"""

import json
import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Make the site and serve it."""
    from misaq.web.start import start_site  # noqa: PLC0415  Django starts with the site's own settings

    start_site(Path(sys.argv[1]))
    from django.conf import settings  # noqa: PLC0415
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415
    from tests.record_people import build_house, unlocked  # noqa: PLC0415

    from misaq.record.sealing import user_keys  # noqa: PLC0415

    user_keys.ARGON2_MEMORY, user_keys.ARGON2_PASSES = 8 << 20, 1
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    house = build_house("north")
    case = house.open_case()
    cookies = {name: one.value for name, one in unlocked(house.reviewer).cookies.items()}
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told = {
        "address": f"http://127.0.0.1:{server.server_port}",
        "ref": case.ref,
        "cookies": cookies,
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
