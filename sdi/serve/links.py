"""Links of JSON documents."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def link(rel: str, href: str, title: str) -> Json:
    """A link to another document as JSON."""
    return {"rel": rel, "href": href, "type": "application/json", "title": title}


def own_links(address: str, title: str) -> list[Json]:
    """To a document itself, and to it as a page."""
    return [
        link("self", f"{address}?f=json", title),
        link("alternate", f"{address}?f=html", title) | {"type": "text/html"},
    ]
