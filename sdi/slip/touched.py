"""All parcels that a decision is about, for slips in batch."""

from __future__ import annotations

from psycopg import sql

from sdi.db.connect import Connection
from sdi.db.names import short_name
from sdi.model import Audience, Project
from sdi.slip.declaration import SlipDeclaration


def parcels_of(
    connection: Connection, project: Project, declared: SlipDeclaration, schema: str, audience: Audience, wanted: str
) -> list[str]:
    """Ids of the base features on which a feature lies whose decision or plan has this number or id.

    From the table of overlays, so that it is the same answer as everywhere: slivers do not count.
    """
    base = declared.subject.layer
    table = next((t for t in project.overlays.values() if t.overlays_of == base and audience.sees(t.visibility)), None)
    if table is None:
        return []
    view = sql.Identifier(schema, short_name(table.id))
    query = sql.SQL(
        "SELECT DISTINCT {id} FROM {view} WHERE kind = 'feature' AND (decision_no = %(wanted)s OR plan_id = %(wanted)s)"
        " ORDER BY {id}"
    ).format(id=sql.Identifier(table.base_id), view=view)
    return [row[0] for row in connection.execute(query, {"wanted": wanted.replace("\0", "")}).fetchall()]
