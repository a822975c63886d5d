"""Styles and a project in the database itself, where QGIS looks for them: ``layer_styles`` and ``qgis_projects``.

A planner who connects to PostGIS finds every layer styled, and under "Project, Open from, PostgreSQL" the whole map.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from sdi.db.connect import Connection
from sdi.model import Audience, Project
from sdi.publish.qgis.content import gather
from sdi.publish.qgis.project import Content, qgz
from sdi.publish.qgis.sources import Postgis
from sdi.publish.styling import forms_of, read_styles, styles_of
from sdi.settings import Settings
from sdi.styles import qml, sld

_WRITERS = ("publish/qgis/*.py", "styles/*.py", "wording/qgis.yml")
"""What writes projects and styles, in our package."""


def keep(connection: Connection, project: Project, settings: Settings) -> list[Audience]:
    """Write styles and projects anew where what they are made of has changed; returns whose were written.

    Args:
        connection: Of the owner.
        project: The declarations.
        settings: Where the service is, and where QGIS reaches the database.
    """
    written = []
    for audience in Audience:
        content = gather(connection, project, audience, settings.public_url)
        origin = origin_of(connection, project, audience, settings)
        digest = hashlib.sha256(f"{_writers()}\n{origin!r}\n{content!r}".encode()).hexdigest()
        name = project.province.title.vi
        known = connection.execute(
            "SELECT digest FROM meta.qgis_project WHERE audience = %s AND name = %s", (audience, name)
        ).fetchone()
        if known == (digest,):
            continue
        with connection.transaction():
            connection.execute("DELETE FROM meta.qgis_project WHERE audience = %s", (audience,))
            connection.execute(
                "INSERT INTO meta.qgis_project (audience, name, digest, content) VALUES (%s, %s, %s, %s)",
                (audience, name, digest, qgz(content, origin)),
            )
            _keep_styles(connection, content)
        written.append(audience)
    return written


@cache
def _writers() -> str:
    """Digest of the writers: after an upgrade all is written anew, though nothing else has changed."""
    package = Path(__file__).parents[2]
    files = [path for pattern in _WRITERS for path in package.glob(pattern)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(files))).hexdigest()


def origin_of(connection: Connection, project: Project, audience: Audience, settings: Settings) -> Postgis:
    """The views of an audience, as QGIS reaches them: login and password are not told."""
    own, seen = connection.info, conninfo_to_dict(settings.qgis_database or "")
    host, port = str(seen.get("host") or own.host), str(seen.get("port") or own.port)
    return Postgis(host, port, str(seen.get("dbname") or own.dbname), audience, project.province.crs)


def _keep_styles(connection: Connection, content: Content) -> None:
    """Styles of all layers that the audience may see, published or not: their views are there in any case."""
    project, audience = content.project, content.audience
    visible = [name for name, layer in project.layers.items() if audience.sees(layer.visibility)]
    connection.execute("DELETE FROM meta.qgis_style WHERE audience = %s", (audience,))
    for name, style in styles_of(project, read_styles(project), audience, visible).items():
        if name not in project.layers:
            continue
        forms = forms_of(project, project.layers[name], audience, "vi")
        connection.execute(
            "INSERT INTO meta.qgis_style (audience, layer, title, qml, sld)"
            " VALUES (%s, %s, %s, XMLPARSE(DOCUMENT %s), XMLPARSE(DOCUMENT %s))",
            (audience, name, style.title.vi, qml.document(style.layers[0], forms, "vi"), sld.document(style, "vi")),
        )
