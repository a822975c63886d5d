"""Child process: our service with one route more, which returns a constant: ``python -m bench.service PORT``."""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.supervisors import Multiprocess

from sdi.serve.app import create_app
from sdi.settings import Settings


async def constant(request: Request) -> Response:
    """As many bytes as the address says."""
    return Response(b" " * request.path_params["size"], media_type="application/json")


@dataclass(frozen=True)
class Factory:
    """Makes the application in a worker."""

    settings: Settings
    database_url: str

    def __call__(self) -> Starlette:
        app = create_app(self.settings, self.database_url)
        app.router.routes.insert(0, Route("/constant/{size:int}", constant))
        return app


def main(port: int) -> None:
    """Serve with two workers until told to end."""
    settings = Settings(port=port)
    assert settings.database_url is not None
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(512)
    listener.set_inheritable(True)
    factory = Factory(settings, settings.database_url)
    config = uvicorn.Config(
        factory, factory=True, workers=2, access_log=False, log_level="warning", server_header=False
    )
    Multiprocess(config, sockets=[listener]).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
