"""Personal data: nothing undeclared gets in, and what is declared personal is nowhere in the database or the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from intake_kit import town
from intake_kit.desk import Desk
from intake_kit.files import write, write_csv
from psycopg import sql

from sdi.errors import UsageError
from sdi.ingest.personal import suspicion
from sdi.publish.reports import write_report

PLANTED = [
    f"{family} {given}"
    for family in ("Nguyễn Thị", "Trần Văn", "Lê", "Phạm", "Huỳnh")
    for given in ("Hưcấu", "Tưởngtượng", "Bịađặt", "Khôngthật")
]
"""Invented, and of words that stand nowhere else."""
PHONES = [f"09051234{n}" for n in range(10, 30)]
NUMBERS = [f"0512000000{n}" for n in range(10, 30)]


def everything_written(desk: Desk) -> str:
    """Every row of every table of ours, as text."""
    found = []
    tables = desk.all("SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('meta', 'stage', 'data')")
    assert ("meta", "issue") in tables
    for schema, table in tables:
        query = sql.SQL("COPY (SELECT * FROM {}) TO STDOUT").format(sql.Identifier(schema, table))
        with desk.connection.cursor().copy(query) as copy:
            found.append(b"".join(copy).decode())
    return "\n".join(found)


def assert_nowhere(desk: Desk, *secrets: str) -> None:
    written = everything_written(desk)
    reports = "".join(path.read_text("utf-8") for path in Path(desk.settings.state_dir, "reports").glob("*"))
    for secret in secrets:
        assert secret not in written and secret not in reports
        assert secret.split()[-1] not in written


@pytest.mark.parametrize(
    ("column", "values", "why"),
    [
        ("TENCHUSD", ["x"] * 20, "tên cột"),
        ("So_CCCD", ["x"] * 20, "tên cột"),
        ("col1", PLANTED, "họ tên"),
        ("col2", PHONES, "số điện thoại"),
        ("col3", NUMBERS, "số định danh"),
        ("col4", [f"ai{n}@example.vn" for n in range(20)], "thư điện tử"),
    ],
)
def test_a_column_that_nobody_has_spoken_of_refuses_the_delivery(
    desk: Desk, column: str, values: list[str], why: str
) -> None:
    features = [f.but(**{column: values[n % len(values)]}) for n, f in enumerate(town.parcels(20))]
    outcome = desk.load(write(desk.folder / "thua.gpkg", features))
    assert outcome.state == "refused" and outcome.refusal is not None
    assert outcome.refusal.rule == "PII-1"
    assert column in outcome.refusal.message and why in outcome.refusal.message
    assert desk.published("parcels") == {}
    write_report(desk.connection, desk.project, desk.settings.state_dir, outcome, None)
    assert_nowhere(desk, *[value for value in set(values) if value != "x"])


def test_what_is_declared_personal_is_nowhere(desk: Desk) -> None:
    """Held, so that staging is there too; faulty rows, so that issues and examples are."""
    features = [f.but(TENCHU=PLANTED[n % 20]) for n, f in enumerate(town.parcels(30))]
    features[3] = features[3].but(KHLOAIDAT="XYZ")
    features[4] = features[4].but(SHTHUA=None)
    features[5] = features[5].but(SHTHUA=features[6].values["SHTHUA"])
    outcome = desk.load(write(desk.folder / "thua.gpkg", features), hold=True)
    assert outcome.state == "held"
    assert desk.one(f"SELECT count(*) FROM stage.run_{outcome.run}_parcels") == 26
    assert {rule for rule, _ in desk.issues(outcome.run)} >= {"ATT-2", "KEY-1", "CAD-1"}
    write_report(desk.connection, desk.project, desk.settings.state_dir, outcome, None)
    assert list(Path(desk.settings.state_dir, "reports").glob("*.html"))
    assert_nowhere(desk, *PLANTED)
    desk.publish(outcome.run)
    assert_nowhere(desk, *PLANTED)


def test_personal_by_the_profile_alone(desk: Desk) -> None:
    x, y = town.CORNER
    rows = [
        {"ma": f"G{n}", "X": y + 500 + n, "Y": x + 500 + n, "SO_DT": PHONES[n], "loai": "DAO" if n else "LẠ"}
        for n in range(10)
    ]
    outcome = desk.load(write_csv(desk.folder / "gieng.csv", rows), hold=True)
    assert outcome.state == "held"
    assert_nowhere(desk, *PHONES)


def test_an_agency_in_a_column_called_owner_passes_with_a_reason(desk: Desk) -> None:
    x, y = town.CORNER
    rows = [{"ma": f"G{n}", "X": y + 500 + n, "Y": x + 500 + n, "GIENG_OWNER": "Công ty cấp nước"} for n in range(10)]
    assert suspicion("GIENG_OWNER", []) is not None
    outcome = desk.load(write_csv(desk.folder / "gieng.csv", rows))
    assert outcome.state == "published"
    assert set(desk.published("wells", "manager").values()) == {"Công ty cấp nước"}


def test_only_declared_fields_are_published(desk: Desk) -> None:
    features = [f.but(MAU_SAC=f"xanhlam{n}x") for n, f in enumerate(town.parcels(10))]
    assert desk.load(write(desk.folder / "thua.gpkg", features), hold=True).state == "held"
    assert_nowhere(desk, *[f"xanhlam{n}x" for n in range(10)])


def test_streets_named_after_people_are_no_persons() -> None:
    names = ["Nguyễn Trãi", "Lê Lợi", "Trần Hưng Đạo", "Phan Bội Châu", "Hồ Xuân Hương"]
    assert suspicion("ten_duong", names) is None
    assert suspicion("nguoi", PLANTED) is not None


def test_a_column_that_is_no_text_is_looked_at_too(desk: Desk) -> None:
    features = [f.but(ma_so=512_000_000 + n) for n, f in enumerate(town.parcels(20))]
    outcome = desk.load(write(desk.folder / "thua.gpkg", features))
    assert outcome.refusal is not None and outcome.refusal.rule == "PII-1"


def test_a_personal_column_cannot_be_published_by_a_slip_of_the_profile(desk: Desk) -> None:
    """``manager`` is published; a profile that fills it from a column which it calls personal contradicts itself."""
    profile = desk.project.profiles["wells"]
    desk.project.profiles["wells"] = profile.model_copy(update={"privacy": {"GIENG_OWNER": profile.privacy["SO_DT"]}})
    x, y = town.CORNER
    rows = [{"ma": "G1", "X": y + 500, "Y": x + 500, "GIENG_OWNER": PLANTED[0]}]
    with pytest.raises(UsageError, match="GIENG_OWNER"):
        desk.load(write_csv(desk.folder / "gieng.csv", rows))
    assert_nowhere(desk, *PLANTED)


def test_values_of_any_type_are_looked_at_without_falling_over(desk: Desk) -> None:
    """GeoJSON may hold lists and objects."""
    features = town.parcels(6)
    path = write(desk.folder / "thua.geojson", features)
    content = json.loads(path.read_text("utf-8"))
    for number, feature in enumerate(content["features"]):
        feature["properties"] |= {"nhan": ["a", "b"], "khac": {"x": 1}, "dung": True, "rong": None, "so": [number, 2]}
    path.write_text(json.dumps(content), "utf-8")
    assert desk.load(path).state == "published"
