"""A proxy before the service that writes down what a client asks, without the client noticing.

Addresses in answers lead back to the proxy, as they would lead to the service.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

KEPT = ("accept", "accept-language")
"""Headers of a request that an answer may depend on."""


@dataclass(frozen=True)
class Request:
    """One request, as far as an answer depends on it."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Proxy:
    """Its address, and the requests in their order."""

    base: str
    requests: list[Request] = field(default_factory=list)


@contextmanager
def recording(service: str) -> Iterator[Proxy]:
    """A proxy before a service, until the end of the block."""
    target = urlsplit(service).netloc
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            kept = {name.lower(): value for name, value in self.headers.items() if name.lower() in KEPT}
            with lock:
                proxy.requests.append(Request(self.command, self.path, kept))
            connection = http.client.HTTPConnection(target, timeout=60)
            connection.request(self.command, self.path, headers=kept)
            answer = connection.getresponse()
            body = answer.read().replace(service.encode(), proxy.base.encode())
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                    self.send_header(name, value.replace(service, proxy.base))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
            connection.close()

        do_GET = do_HEAD = do_OPTIONS = do_POST = _pass_on

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: what was asked is kept."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy = Proxy(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
