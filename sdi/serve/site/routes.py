"""All addresses of the site."""

from __future__ import annotations

from starlette.routing import Route

from sdi.serve.site import developers, documents, open_data, plans, projects, statistics


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    families = (plans, projects, documents, statistics, open_data, developers)
    return [route for family in families for route in family.routes()]
