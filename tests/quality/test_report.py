"""The report says what is in the database, all of it that people may see, and nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import shapely
from psycopg.types.json import Jsonb

from sdi.ingest.registry import set_state, write_issues
from sdi.quality.issues import Issue
from sdi.quality.report import Report, build_report, write_schema
from sdi.quality.report_html import render_html
from sdi.quality.vietnamese import measure, number, percent

from .conftest import Run, new_run, square

SECRET = "Nguyễn Văn Kín 0912345678"
EVIDENCE = {
    "layers": {
        "thua": {
            "features": 12, "file": "/tmp/x/thua.shp", "format": "ESRI Shapefile", "communes": ["21025"],
            "crs": {
                "source": 9216, "name": "EPSG:9216 (VN-2000 / TM-3 107-30)", "swapped": True,
                "operation": {"source": 9216, "target": 5898, "codes": ["EPSG:6960"], "name": "VN-2000 to WGS 84 (2)",
                              "accuracy_m": 1.0, "pipeline": "+proj=pipeline"},
            },
            "text": {"LOAIDAT": {"encoding": "tcvn3", "score": 0.97, "decomposed": False, "decimal": ","}},
        }
    },
    "columns_ignored": {"thua": ["GHICHU"]},
}  # fmt: skip


@pytest.fixture
def judged(run: Run) -> Run:
    """A held run: eight parcels staged, two overlaps, three kept back, one out of scope."""
    run.connection.execute("UPDATE meta.run SET evidence = %s WHERE id = %s", (Jsonb(EVIDENCE), run.id))
    run.put("parcels", [{"feature_id": f"21025-1-{k}", "geom": square(19 * k, 0)} for k in range(8)], scopes=["21025"])
    run.check("parcels")
    broken = shapely.Polygon([(585000, 1671100), (585040, 1671140), (585040, 1671100), (585000, 1671140)])
    write_issues(
        run.connection, run.id,
        [
            Issue("GEO-5", "quarantined", "Sửa làm mất 50,0 % diện tích", "parcels", "thua", 8, "21025-1-8",
                  geom_before=broken, geom_after=shapely.make_valid(broken)),
            Issue("ATT-2", "quarantined", "Mã không có", "parcels", "thua", 9, "21025-1-9", "land_use", "ABC", "CLN"),
            Issue("ATT-6", "quarantined", "Quá dài", "parcels", "thua", 10, "21025-1-10", "owner_name", SECRET),
            Issue("TXT-2", "kept", "Chữ hỏng", "parcels", "thua", 10, "21025-1-10", "TENCHU", SECRET),
            Issue("TXT-1", "changed", "Cột LOAIDAT: bảng mã tcvn3", source_layer="thua", field="LOAIDAT", features=12),
            Issue("CRS-2", "changed", "<b>Đảo</b> trục", source_layer="thua", before="X, Y", after="E, N"),
        ],
        run.project.province.crs,
    )  # fmt: skip
    for layer, outcome, reason, features, area in (
        ("parcels", "read", "", 11, 4400.5), ("parcels", "staged", "", 8, 3200.0),
        ("parcels", "quarantined", "", 3, 1200.5), ("", "read", "", 1, 0.0),
        ("", "out_of_scope", "Cấu hình nguồn không lấy đối tượng Point này", 1, 0.0),
    ):  # fmt: skip
        run.connection.execute(
            "INSERT INTO meta.tally (run_id, source_layer, layer, outcome, reason, features, area_m2)"
            " VALUES (%s, 'thua', %s, %s, %s, %s, %s)",
            (run.id, layer, outcome, reason, features, area),
        )
    run.connection.execute(
        "UPDATE meta.candidate SET added = 5, changed = 2, removed = 1, unchanged = 1 WHERE run_id = %s", (run.id,)
    )
    set_state(run.connection, run.id, "held")
    return run


def report_of(run: Run) -> Report:
    return build_report(run.connection, run.project, run.id)


def test_totals_add_up(judged: Run) -> None:
    report = report_of(judged)
    assert (report.read, report.staged, report.quarantined, report.out_of_scope) == (12, 8, 3, 1)
    assert all(row.balanced for row in report.balance)
    assert report.balance[0].area_in == pytest.approx(report.balance[0].area_out + 1200.5)
    assert report.balance[1].reasons == {"Cấu hình nguồn không lấy đối tượng Point này": 1}
    judged.connection.execute("UPDATE meta.tally SET features = 9 WHERE outcome = 'staged'")
    assert not report_of(judged).balance[0].balanced


def test_faults_are_grouped_gravest_first_with_all_features_counted(judged: Run) -> None:
    report = report_of(judged)
    severities = [fault.severity for fault in report.faults]
    assert severities == sorted(severities, key=["block", "error", "warning", "info"].index)
    counts = {fault.rule: fault.features for fault in report.faults}
    assert counts["CAD-2"] == 7 and counts["TXT-1"] == 12 and counts["GEO-5"] == 1
    stored = judged.connection.execute("SELECT sum(features) FROM meta.issue WHERE run_id = %s", (judged.id,))
    assert stored.fetchone() == (sum(counts.values()),)


def test_no_value_of_a_personal_field_anywhere(judged: Run) -> None:
    report = report_of(judged)
    for text in (report.model_dump_json(), render_html(report)):
        assert "Nguyễn Văn Kín" not in text and "0912345678" not in text
        assert "ABC" in text and "CLN" in text  # values of published fields are shown


def test_lineage_and_changes_are_told(judged: Run) -> None:
    report = report_of(judged)
    (source,) = report.lineage
    assert (source.crs, source.swapped, source.datum_operations, source.accuracy_m) == (9216, True, ["EPSG:6960"], 1.0)
    assert source.text[0].encoding == "tcvn3"
    (change,) = report.changes
    assert (change.scopes, change.added, change.changed, change.removed, change.unchanged) == (["21025"], 5, 2, 1, 1)
    page = render_html(report)
    for words in ("TM-3 107-30", "EPSG:6960", "TCVN3 (ABC), độ tin cậy 97", "dấu phẩy", "đã đổi lại", "GHICHU"):
        assert words in page


class _Page(HTMLParser):
    """Collects tags and attributes, and checks that they close."""

    VOID = {"meta", "br", "rect", "circle", "path", "link", "img"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [str(value) for name, value in attrs if name in ("href", "src", "srcset", "xlink:href", "data")]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_the_page_stands_alone(judged: Run) -> None:
    text = render_html(report_of(judged))
    page = _Page(text)
    assert page.links == [] and "script" not in page.tags and "link" not in page.tags
    assert not re.search(r"https?://|url\(|@import", text)
    assert text.startswith("<!doctype html>") and '<html lang="vi">' in text
    assert "<b>Đảo" not in text and "&lt;b&gt;Đảo" in text


def test_maps_show_faults_of_every_rule_among_their_neighbours(judged: Run) -> None:
    report = report_of(judged)
    assert 2 <= len(report.thumbnails) <= 12
    assert {t.rule for t in report.thumbnails} == {"CAD-2", "GEO-5"}
    (mended,) = [t for t in report.thumbnails if t.rule == "GEO-5"]
    assert "#c0392b" in mended.svg and "#1e8449" in mended.svg
    assert '<circle cx="130.0" cy="130.0" r="9"' in mended.svg  # where the bow tie crosses itself
    overlap = next(t for t in report.thumbnails if t.rule == "CAD-2")
    assert overlap.svg.count("#e9edf1") >= 2 and "#1e8449" not in overlap.svg
    assert "10,0" in overlap.svg or " m</text>" in overlap.svg
    assert report.overview is not None and report.overview.count("#0b5f8a") == 8
    assert report.overview.count("<circle") == 8


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("held", "chờ cán bộ duyệt: 8 đối tượng"),
        ("published", "Đã phát hành 8 đối tượng"),
        ("checked", "chưa phát hành: 8 đối tượng"),
        ("unchanged", "Không có gì thay đổi"),
        ("refused", "Bị từ chối: "),
        ("dropped", "không có gì được phát hành"),
        ("reading", "Đang đọc dở"),
    ],
)
def test_the_verdict_is_one_sentence_for_every_state(judged: Run, state: str, words: str) -> None:
    set_state(judged.connection, judged.id, state)
    report = report_of(judged)
    assert words in report.verdict
    assert words in render_html(report)


def test_a_delivery_refused_before_anything_was_staged(run: Run) -> None:
    bare = new_run(run.connection, profile="khong_con")
    reason = "99,8% dữ liệu nằm ngoài xã 21025; hệ tọa độ khớp nhất: EPSG:9216. Không có gì được phát hành."
    write_issues(run.connection, bare, [Issue("CRS-3", "refused", reason)], run.project.province.crs)
    set_state(run.connection, bare, "refused")
    report = build_report(run.connection, run.project, bare)
    assert report.verdict == f"Bị từ chối: {reason}"
    assert report.read == 0 and report.overview is None and report.thumbnails == [] and report.changes == []
    page = render_html(report)
    _Page(page)
    assert "EPSG:9216" in page and "Bên gửi" in page


def test_a_report_of_no_run(run: Run) -> None:
    with pytest.raises(LookupError):
        build_report(run.connection, run.project, 999_999)


def test_names_without_a_code_are_listed_with_their_number(run: Run) -> None:
    bare = new_run(run.connection, profile="planning.cad_geojson")
    run.connection.execute(
        "INSERT INTO meta.tally (run_id, source_layer, layer, outcome, features)"
        " VALUES (%s, 'q', 'planning_zones', 'read', 50)",
        (bare,),
    )
    unknown = [
        Issue("QH-1", "quarantined", "x", "planning_zones", "q", k, None, "function", name)
        for k, name in enumerate(["LOP_LA", "LOP_LA", "LOP_LA", "0"])
    ]
    write_issues(run.connection, bare, unknown, run.project.province.crs)
    report = build_report(run.connection, run.project, bare)
    (lookup,) = [found for found in report.lookups if found.unknown]
    assert (lookup.features, lookup.mapped, lookup.unknown) == (50, 46, {"LOP_LA": 3, "0": 1})
    assert "92" in render_html(report) and "LOP_LA (3)" in render_html(report)


def test_published_features_are_drawn_from_the_release(judged: Run) -> None:
    from sdi.db.stage import drop_stage

    drop_stage(judged.connection, judged.id, ["parcels"])
    assert report_of(judged).overview is not None  # the faults alone
    judged.publish("parcels", [{"geom": square(19 * k, 0), "scope": "21025"} for k in range(3)])
    judged.publish("parcels", [{"geom": square(1000, 0), "scope": "99999", "feature_id": "other"}])
    judged.connection.execute("UPDATE meta.epoch SET current = 1, last = 1")
    set_state(judged.connection, judged.id, "published")
    report = report_of(judged)
    assert report.overview is not None and report.overview.count("#0b5f8a") == 3


def test_the_json_is_what_its_schema_says(judged: Run, tmp_path: Path) -> None:
    import json

    from jsonschema import Draft202012Validator

    schema = json.loads(write_schema(tmp_path).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    content = json.loads(report_of(judged).model_dump_json())
    assert list(Draft202012Validator(schema).iter_errors(content)) == []
    assert Report.model_validate(content) == report_of(judged)


def test_numbers_are_written_the_vietnamese_way() -> None:
    assert number(2159.63, 1) == "2.159,6" and number(1_234_567) == "1.234.567"
    assert [measure(v) for v in (0, 0.0123, 1.234, 123.44, 2159.6)] == ["0", "0,012", "1,23", "123,4", "2.160"]
    assert [percent(v).replace("\xa0", " ") for v in (0, 0.01, 3.456, 99.99, 100)] == [
        "0 %", "dưới 0,1 %", "3,5 %", "trên 99,9 %", "100 %",
    ]  # fmt: skip
