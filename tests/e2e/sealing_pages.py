"""Pages that seal and open, served with the site's content policy; what is posted to them is kept to be searched."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from types import SimpleNamespace
from urllib.parse import urlsplit

from csp.utils import build_policy
from django.template import Context, Template
from django.utils import translation

from misaq.web.shell.links import ServerAddresses

STATIC = files("misaq.web.record") / "static"
TYPES = {"js": "text/javascript", "css": "text/css", "html": "text/html"}
PAGE = """{% load sealing %}<!doctype html><html lang="{{ language }}"><meta charset="utf-8">
<link rel="icon" href="data:,"><title>invented</title><main>BODY</main>
{% sealing_words %}{% sealing_scripts %}</html>"""
ENGINE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>engine</title>
<script defer src="/static/record/vendor/sealing-crypto/sealing-crypto.js"></script>
<script type="module" src="/engine.js"></script>"""
MODULES = ("canonical", "custodians", "documents", "opening", "padding", "seal")
ENGINE_JS = "".join(f'import * as {m} from "/static/record/sealing/{m}.js";\n' for m in MODULES) + (
    "window.engine = Object.assign({}, " + ", ".join(MODULES) + ");\n"
)


@dataclass
class Pages:
    """A server of such pages."""

    address: str = ""
    shown: dict[str, bytes] = field(default_factory=dict)
    posted: list[tuple[str, bytes]] = field(default_factory=list)
    policy: str = ""

    def show(self, path: str, body: str, language: str = "en", **context: object) -> str:
        """Put a page at a path; `body` is a template. Gives its address."""
        links = SimpleNamespace(static=ServerAddresses("/", lambda p: "/static/" + p).static)
        values: Mapping[str, object] = {
            "shell": SimpleNamespace(links=links),
            "language": language,
            **context,
        }
        with translation.override(language):
            page = Template(PAGE.replace("BODY", body)).render(Context(dict(values)))
        self.shown[path] = page.encode()
        return self.address + path

    def payload(self, path: str) -> bytes | None:
        """What lies at a path."""
        if path in self.shown:
            return self.shown[path]
        if path.startswith("/static/"):
            return (STATIC / path.removeprefix("/static/")).read_bytes()
        return None


@contextmanager
def sealing_pages() -> Iterator[Pages]:
    """Serve such pages on a free port."""
    pages = Pages(policy=build_policy())
    pages.shown |= {"/engine.html": ENGINE.encode(), "/engine.js": ENGINE_JS.encode()}
    pages.shown["/thanks.html"] = (
        b'<!doctype html><link rel=icon href="data:,"><title>thanks</title><p id=thanks>thanks'
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            self._answer(pages.payload(path), path.rpartition(".")[2])

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            pages.posted.append((self.path, self.rfile.read(length)))
            self._answer(pages.shown["/thanks.html"], "html")

        def _answer(self, payload: bytes | None, kind: str) -> None:
            self.send_response(200 if payload is not None else 404)
            self.send_header("Content-Type", f"{TYPES.get(kind, 'text/plain')}; charset=utf-8")
            self.send_header("Content-Security-Policy", pages.policy)
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(payload or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pages.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield pages
    finally:
        server.shutdown()
        server.server_close()
