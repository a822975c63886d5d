"""Does the database have the shape of the declarations? A quick look, without what it takes to change it."""

from __future__ import annotations

from sdi.db.connect import Connection
from sdi.db.overlays import ENGINE
from sdi.model import Layer, Project

HEAD = "0013"
"""Newest migration; ``tests/db`` checks that it is."""


def declaration(layer: Layer, project: Project) -> dict[str, object]:
    """What of a layer's declaration shapes the database; kept in ``meta.layer``."""
    engine = {"engine": ENGINE} if layer.overlays_of else {}
    return {"srid": project.province.crs} | engine | layer.model_dump(mode="json")


def is_current(connection: Connection, project: Project) -> bool:
    """Whether all migrations have run and every table and view is as declared."""
    if connection.execute("SELECT to_regclass('public.migration') IS NULL").fetchone() == (True,):
        return False
    if connection.execute("SELECT version_num FROM public.migration").fetchone() != (HEAD,):
        return False
    known = dict(connection.execute("SELECT id, declaration FROM meta.layer").fetchall())
    return known == {layer.id: declaration(layer, project) for layer in project.collections.values()}
