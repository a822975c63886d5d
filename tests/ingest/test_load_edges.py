"""Loads of several files: what each is called, what each belongs to, and loads that were interrupted between two."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely
from intake_kit import town
from intake_kit.desk import Desk, Notes
from intake_kit.files import write
from intake_kit.fixtures import MakeDesk
from intake_kit.killing import export

from sdi.errors import UsageError
from sdi.ingest.evidence import weigh
from sdi.ingest.ground import read_communes
from sdi.model import Project, SourceProfile
from sdi.model.project import Sample
from sdi.publish.loading import clean_work
from sdi.publish.preparing import load_samples
from sdi.text import TextEncoding, encode


def plan(path: Path, count: int, first: int = 0) -> Path:
    plots = town.parcels(20)[first : first + count]
    zones = [town.Feature({"so": str(n), "lop": "Cây-Xanh", "stamp": n}, plot.geom) for n, plot in enumerate(plots)]
    return write(path, zones)


def zipped(path: Path, *sources: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for source in sources:
            archive.write(source, source.relative_to(path.parent))
    return path


# --- constant_from: filename --------------------------------------------------------------------------------


@pytest.mark.parametrize("in_zip", [False, True])
def test_each_file_gives_its_own_name(desk: Desk, in_zip: bool) -> None:
    """Two plans in one delivery stay two plans: keys and scopes follow the file."""
    sources = [plan(desk.folder / "dot1" / "QH-A.geojson", 3), plan(desk.folder / "dot2" / "QH-B.geojson", 2, first=5)]
    if in_zip:
        sources = [zipped(desk.folder / "goi.zip", *sources)]
    outcome = desk.load(*sources, profile="plan")
    assert outcome.state == "published"
    assert set(desk.published("zones")) == {"QH-A-0", "QH-A-1", "QH-A-2", "QH-B-0", "QH-B-1"}
    assert desk.one("SELECT scopes FROM meta.candidate WHERE run_id = %s AND layer = 'zones'", outcome.run) == [
        "QH-A", "QH-B",
    ]  # fmt: skip
    alone = desk.load(plan(desk.folder / "QH-B.geojson", 1, first=5))
    assert [(c.layer, c.removed) for c in alone.changes if c.removed] == [("zones", 1)]
    assert set(desk.published("zones")) == {"QH-A-0", "QH-A-1", "QH-A-2", "QH-B-0"}


# --- commune_from: filename ---------------------------------------------------------------------------------


def by_file_name(desk: Desk) -> SourceProfile:
    known = desk.project.profiles["parcels"]
    fields = {**known.fields, "commune_code": {"constant_from": "commune"}}
    profile = SourceProfile.model_validate(
        known.model_dump(exclude={"fields", "targets"}, by_alias=True)
        | {"id": "by_name", "match": [], "commune_from": "filename", "fields": fields, "targets": {"parcels": {}}}
    )
    desk.project.profiles["by_name"] = profile
    return profile


def nameless(commune: str, count: int = 20) -> list[town.Feature]:
    return [
        town.Feature({name: value for name, value in f.values.items() if name != "XAID"}, f.geom)
        for f in town.parcels(count, commune)
    ]


def test_the_commune_is_read_from_each_file_s_name(desk: Desk) -> None:
    by_file_name(desk)
    sources = [
        write(desk.folder / f"ThuaDat_{town.A}_20250701.gpkg", nameless(town.A)),
        write(desk.folder / town.B / "ThuaDat.gpkg", nameless(town.B)),
    ]
    outcome = desk.load(zipped(desk.folder / "goi.zip", *sources), profile="by_name")
    assert outcome.state == "published"
    found = list(desk.published("parcels", "commune_code").values())
    assert (found.count(town.A), found.count(town.B), len(found)) == (20, 20, 40)
    kept = desk.one("SELECT evidence FROM meta.run WHERE id = %s", outcome.run)["layers"].values()
    assert sorted(layer["communes"] for layer in kept) == [[town.A], [town.B]]


def test_parcels_outside_the_commune_of_the_file_s_name_are_refused(desk: Desk) -> None:
    by_file_name(desk)
    outcome = desk.load(write(desk.folder / f"thua_{town.A}.gpkg", nameless(town.B)), profile="by_name")
    assert outcome.refusal is not None and outcome.refusal.rule == "CRS-3"


def test_a_file_s_name_without_a_commune_is_told(desk: Desk) -> None:
    by_file_name(desk)
    path = write(desk.folder / "thua_20250701.gpkg", nameless(town.A))
    with pytest.raises(UsageError) as fault:
        desk.load(path, profile="by_name")
    assert "thua_20250701.gpkg" in fault.value.message and "--commune" in fault.value.advice
    told = desk.load(path, profile="by_name", communes=[town.A])
    assert told.state == "published"


# --- names of the communes as evidence of encodings ---------------------------------------------------------


def test_names_of_the_communes_are_known_words(desk: Desk) -> None:
    communes = read_communes(desk.connection, desk.project, desk.epoch)
    assert communes.names == {"Phường Thử Một", "Phường Thử Hai"}
    assert read_communes(desk.connection, desk.project, 0).names == frozenset()
    assert set(communes.codes) == {town.A, town.B} and len(communes.geoms) == 2


def test_a_word_that_only_the_communes_know_decides(desk: Desk) -> None:
    """TCVN3 bytes of one rare word are too little by themselves; the name of a commune here they are known by."""
    raw = pa.table({"xa": [encode(name, TextEncoding.TCVN3).decode("latin-1") for name in ["Lốc"] * 3]})
    profile = desk.project.profiles["parcels"]
    assert weigh(raw, profile, frozenset()).columns["xa"].encoding is not TextEncoding.TCVN3
    assert weigh(raw, profile, frozenset({"Xã Lốc"})).columns["xa"].encoding is TextEncoding.TCVN3


# --- resumed runs -------------------------------------------------------------------------------------------


class Stops(Notes):
    """A load that dies when it comes to a source layer."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at = at

    def begin(self, label: str, total: int | None) -> None:
        if label == self.at:
            raise Stopped


class Stopped(Exception):
    """What the load dies of."""


def far_communes() -> list[town.Feature]:
    """The same communes 20 km to the north: no parcel of the town lies in them."""
    return [f.but(shapely.transform(f.geom, lambda c: c + [0.0, 20_000.0])) for f in town.communes()]


def test_a_resumed_run_judges_its_later_files_by_the_communes_of_its_beginning(desk: Desk) -> None:
    sources = [
        write(desk.folder / "thua_1.gpkg", town.parcels(30)),
        write(desk.folder / "thua_2.gpkg", town.parcels(30, first=31)),
    ]
    desk.notes = Stops(at="thua_2")
    with pytest.raises(Stopped):
        desk.load(*sources)
    run, began = desk.one("SELECT max(id) FROM meta.run WHERE state = 'reading'"), desk.epoch
    desk.notes = Notes()
    assert desk.load(write(desk.folder / "xa_moi.gpkg", far_communes())).state == "published"
    outcome = desk.load(*sources)
    assert (outcome.run, outcome.state) == (run, "published")
    assert desk.one("SELECT (evidence ->> 'epoch')::int FROM meta.run WHERE id = %s", run) == began < desk.epoch
    assert len(desk.published("parcels")) == 60
    fresh = desk.load(write(desk.folder / "thua_3.gpkg", town.parcels(30, first=61)))
    assert fresh.refusal is not None and fresh.refusal.rule == "CRS-3"


def test_a_resumed_run_gives_the_same_release(make_desk: MakeDesk, province: str) -> None:
    exports = []
    for stopped in (False, True):
        desk = make_desk(province)
        sources = [
            write(desk.folder / "thua_1.gpkg", town.parcels(30)),
            write(desk.folder / "thua_2.gpkg", town.parcels(30, first=31)),
        ]
        if stopped:
            desk.notes = Stops(at="thua_2")
            with pytest.raises(Stopped):
                desk.load(*sources)
            desk.notes = Notes()
            desk.load(write(desk.folder / "xa_moi.gpkg", far_communes()))
        desk.load(*sources)
        exports.append(export(desk))
    assert exports[0] == exports[1]


# --- the work folder ----------------------------------------------------------------------------------------


class Cleans(Notes):
    """Somebody cleans up while a load runs."""

    def __init__(self, state: Path) -> None:
        super().__init__()
        self.state, self.seen = state, 0

    def begin(self, label: str, total: int | None) -> None:
        clean_work(self.state)
        self.seen += sum(path.is_file() for path in (self.state / "work").rglob("*"))


def test_cleaning_up_leaves_a_running_load_alone_and_the_load_cleans_up_after_itself(desk: Desk) -> None:
    state = desk.settings.state_dir
    left = state / "work" / "load-cu" / "thua.gpkg"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"of a load that was killed")
    desk.notes = watching = Cleans(state)
    outcome = desk.load(zipped(desk.folder / "thua.zip", write(desk.folder / "thua.gpkg", town.parcels(20))))
    assert outcome.state == "published" and watching.seen >= 1
    assert list((state / "work").iterdir()) == []


# --- samples ------------------------------------------------------------------------------------------------


def test_samples_of_one_name_are_told_apart(make_desk: MakeDesk, bare: str) -> None:
    """Two wards, both ``thua.shp``: the one that is there does not stand for the other."""
    desk = make_desk(bare)
    paths = [write(desk.folder / code / "thua.shp", town.parcels(10, code)) for code in (town.A, town.B)]
    samples = [Sample(profile="parcels", source=str(path)) for path in paths]
    said: list[str] = []
    for wanted in (samples[:1], samples, samples):
        load_samples(desk.connection, with_samples(desk.project, wanted), desk.settings.state_dir, said.append)
    codes: list[Any] = list(desk.published("parcels", "commune_code").values())
    assert (codes.count(town.A), codes.count(town.B)) == (10, 10)
    assert len(said) == 2
    assert desk.one("SELECT count(*) FROM meta.run") == 2


def with_samples(project: Project, samples: list[Sample]) -> Project:
    return replace(project, province=project.province.model_copy(update={"samples": samples}))
