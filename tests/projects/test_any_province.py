"""What holds for every province: its deliveries balance, lie in its CRS, and show each audience what is its own."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from projects import oracle
from projects.conftest import Office
from projects.office import Taken
from sdi.db.layers import SCHEMAS
from sdi.db.roles import audience_url
from sdi.model import Audience

ROUNDING_M2 = 1.0
"""Lines are rounded to 0.1 m²."""
KILOMETRE = 1_000.0


def filled(office: Office) -> list[str]:
    """Layers that deliveries went into."""
    return sorted({line.layer for taken in office.taken.values() for line in taken.lines if line.layer})


def test_every_delivery_is_published(office: Office) -> None:
    refused = {
        n: str(t.outcome.refusal or t.outcome.state) for n, t in office.taken.items() if t.outcome.state != "held"
    }
    assert refused == {}
    assert len(filled(office)) >= 8


def test_nothing_is_lost_to_the_feature(office: Office) -> None:
    for name, taken in office.taken.items():
        for line in taken.lines:
            assert line.read == line.published + line.quarantined + line.out_of_scope, (name, line)
            if line.layer:
                assert line.quarantined == reasoned(office, taken, line.layer, line.source_layer), (name, line)


def reasoned(office: Office, taken: Taken, layer: str, source_layer: str) -> int:
    """Features with a rule and a reason why they were kept back."""
    return int(
        office.desk.one(
            "SELECT count(DISTINCT feature_no) FROM meta.issue WHERE run_id = %s AND layer = %s AND source_layer = %s"
            " AND action = 'quarantined' AND rule <> '' AND reason <> ''",
            taken.run, layer, source_layer,
        )
    )  # fmt: skip


def test_as_many_are_read_as_others_count(office: Office) -> None:
    """The generator's own notes, or GDAL where nobody noted anything."""
    compared = 0
    for source in office.sources:
        read = sum(line.read for line in office.taken[source.name].lines)
        if source.path.name in office.written:
            assert read == office.written[source.path.name], source.name
            compared += 1
        elif not office.written:
            assert read == oracle.count(source.path), source.name
            compared += 1
    assert compared >= 10


def test_area_in_is_area_out_and_what_was_kept_back(office: Office) -> None:
    for taken in office.taken.values():
        for line in taken.lines:
            if line.layer:
                kept_back, mended = oracle.kept_back_and_mended(office.desk, taken.run, line.layer)
                assert line.area_in_m2 + mended == pytest.approx(
                    line.area_out_m2 + kept_back, rel=1e-9, abs=ROUNDING_M2
                ), line


def test_everything_is_stored_valid_in_the_provincial_crs(office: Office) -> None:
    province = office.desk.project.province
    for layer in filled(office):
        row = office.desk.connection.execute(
            sql.SQL(
                "SELECT array_agg(DISTINCT ST_SRID(geom)), bool_and(ST_IsValid(geom)),"
                " bool_and(geom @ ST_MakeEnvelope(%s, %s, %s, %s, %s)) FROM {}"
            ).format(sql.Identifier("pub_internal", layer)),
            (*province.extent, province.crs),
        ).fetchone()
        assert row == ([province.crs], True, True), layer


def test_features_lie_in_their_communes(office: Office) -> None:
    """The communes that PostGIS finds around the features are those of the project, and the nearest is never far."""
    reference = office.desk.project.province.reference.communes
    for layer in filled(office):
        far = office.desk.connection.execute(
            sql.SQL("SELECT max(ST_Distance(f.geom, c.geom)) FROM {} f, (SELECT ST_Union(geom) geom FROM {}) c").format(
                sql.Identifier("pub_internal", layer), sql.Identifier("pub_internal", reference)
            )
        ).fetchone()
        assert far is not None
        assert far[0] < KILOMETRE, layer


def test_the_pinned_operation_is_in_every_lineage(office: Office) -> None:
    """One operation, the project's, wherever the datum changes, and never a ballpark one."""
    pinned = office.desk.project.province.datum_operation
    used = office.desk.all(
        "SELECT DISTINCT layer.value #> '{crs,operation,codes}'"
        " FROM meta.run, jsonb_each(evidence -> 'layers') AS layer"
    )
    assert {tuple(codes) for (codes,) in used} <= {(), (pinned,)}
    assert [pinned] in [codes for (codes,) in used]
    ballpark = "SELECT count(*) FROM meta.run WHERE evidence::text ILIKE '%%ballpark%%'"
    assert office.desk.one(ballpark) == 0


@pytest.mark.parametrize("audience", list(Audience))
def test_each_audience_counts_what_it_may_see(office: Office, audience: Audience) -> None:
    """As its login role: the layers and rows of its own views, and the collections tell the same numbers."""
    desk, schema = office.desk, SCHEMAS[audience]
    visible = {name for name in filled(office) if audience.sees(desk.project.layers[name].visibility)}
    with psycopg.connect(audience_url(desk.url, desk.settings, audience)) as reader:
        views = reader.execute("SELECT table_name FROM information_schema.views WHERE table_schema = %s", (schema,))
        named = {row[0] for row in views.fetchall()}
        assert visible <= named
        assert not (set(filled(office)) - visible) & named
        told = dict(reader.execute(sql.SQL("SELECT layer, feature_count FROM {}").format(
            sql.Identifier(schema, "collections"))).fetchall())  # fmt: skip
        for layer in visible:
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, layer))
            seen = reader.execute(query).fetchone()
            assert seen is not None
            assert told[layer] == seen[0] == allowed(office, layer, audience), layer
        columns = reader.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s", (schema,)
        ).fetchall()
        for layer in visible:
            declared = set(desk.project.layers[layer].fields_for(audience))
            assert {c for t, c in columns if t == layer} == declared | {"gid", "feature_id", "geom"}, layer


def allowed(office: Office, layer: str, audience: Audience) -> int:
    """Public rows, and the restricted ones that this audience may see; counted in the table itself."""
    partitions = [a.value for a in Audience if audience.sees(a)]
    row = office.desk.connection.execute(
        sql.SQL(
            "SELECT count(*) FROM data.{}, meta.epoch WHERE r0 <= current AND current < r1 AND audience = ANY(%s)"
        ).format(sql.Identifier(layer)),
        (partitions,),
    ).fetchone()
    assert row is not None
    return int(row[0])


def test_personal_values_stay_outside(office: Office) -> None:
    """No personal field has a column anywhere but in the declaration."""
    personal = {name for layer in office.desk.project.layers.values() for name, f in layer.fields.items() if f.personal}
    rows = office.desk.all(
        "SELECT column_name FROM information_schema.columns WHERE table_schema IN"
        " ('stage', 'data', 'pub', 'pub_agency', 'pub_internal')"
    )
    assert not personal & {row[0] for row in rows}
