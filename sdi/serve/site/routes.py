"""All addresses of the site."""

from __future__ import annotations

from starlette.routing import Route

from sdi.serve.site import documents, plans, projects, statistics


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    return [*plans.routes(), *projects.routes(), *documents.routes(), *statistics.routes()]
