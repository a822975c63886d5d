"""Names within a delivery: files of one name from several places, the kept copy, and the folder of a load's own."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyogrio
import pytest
import shapely

from sdi.errors import Refused
from sdi.ingest.delivery import Delivery, register, registered
from sdi.ingest.reader import open_source
from sdi.ingest.registry import keep_files
from sdi.ingest.work_folder import clear_abandoned
from sdi.model import SourceProfile
from sdi.model.source import Coordinates, Reader

PLAIN = SourceProfile.model_validate({"title": {"vi": "Thử"}, "targets": {"parcels": {}}})
TABLES = PLAIN.model_copy(update={"reader": Reader(coordinates=Coordinates(x="x", y="y"))})


def table(path: Path, *numbers: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("ma,x,y\n" + "".join(f"{n},585000,1672000\n" for n in numbers), "utf-8")
    return path


def geodata(path: Path, driver: str, count: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    points = shapely.to_wkb(shapely.points(range(count), range(count)))
    pyogrio.raw.write(path, points, [], [], geometry_type="Point", crs="EPSG:5898", driver=driver, layer="hoga")
    return path


def layers(delivery: Delivery) -> dict[str, tuple[str, int]]:
    """Source layers with the file that each comes from and its number of features."""
    with open_source(delivery, TABLES if delivery.main.suffix == ".csv" else PLAIN) as source:
        return {
            layer.name: (layer.file, sum(len(batch) for batch in source.batches(layer.name))) for layer in source.layers
        }


def three_of_one_name(folder: Path) -> list[Path]:
    content = {"A/d.csv": [1], "B/d.csv": [1, 2], "x/A/d.csv": [3]}
    return [table(folder / name, *numbers) for name, numbers in content.items()]


def folder_of_two(folder: Path) -> list[Path]:
    table(folder / "goi" / "A" / "d.csv", 1)
    table(folder / "goi" / "B" / "d.csv", 2)
    return [folder / "goi"]


def zip_with_folders(folder: Path) -> list[Path]:
    (top,) = folder_of_two(folder)
    with zipfile.ZipFile(folder / "goi.zip", "w") as archive:
        for path in sorted(top.rglob("*.csv")):
            archive.write(path, path.relative_to(top))
    return [folder / "goi.zip"]


def geodatabases(folder: Path) -> list[Path]:
    return [geodata(folder / name / "ho_ga.gdb", "OpenFileGDB", n) for n, name in enumerate("AB", start=2)]


def one_geodatabase(folder: Path) -> list[Path]:
    return [geodata(folder / "ho_ga.gdb", "OpenFileGDB", 2)]


def shapefiles(folder: Path) -> list[Path]:
    return [geodata(folder / name / "ho_ga.shp", "ESRI Shapefile", n) for n, name in enumerate("AB", start=2)]


EVERY_SHAPE: list[Callable[[Path], list[Path]]] = [
    three_of_one_name, folder_of_two, zip_with_folders, geodatabases, one_geodatabase, shapefiles,
]  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("make", EVERY_SHAPE, ids=lambda make: make.__name__)
def test_the_kept_copy_is_the_same_delivery(make: Callable[[Path], list[Path]], tmp_path: Path) -> None:
    """Byte for byte and name by name: what is registered from the copy has the same digest and the same layers."""
    delivery = register(make(tmp_path / "gui"), tmp_path / "work")
    keep_files(delivery, tmp_path / "kho")
    (copy,) = (tmp_path / "kho").iterdir()
    again = register([copy], tmp_path / "work")
    assert again.digest == delivery.digest
    assert list(again.files) == list(delivery.files)
    assert {name: path.read_bytes() for name, path in again.files.items()} == {
        name: path.read_bytes() for name, path in delivery.files.items()
    }
    assert layers(again) == layers(delivery)


def test_three_files_of_one_name_are_three_data_sets(tmp_path: Path) -> None:
    sources = three_of_one_name(tmp_path)
    delivery = register(sources, tmp_path / "work")
    assert list(delivery.files) == ["A (2)/d.csv", "A/d.csv", "B/d.csv"]
    assert sorted(layers(delivery).values()) == [("A (2)/d.csv", 1), ("A/d.csv", 1), ("B/d.csv", 2)]
    for source in sources:
        before = source.read_text("utf-8")
        table(source, 7, 8, 9)
        assert register(sources, tmp_path / "work").digest != delivery.digest
        source.write_text(before, "utf-8")


def test_the_same_file_twice_is_one(tmp_path: Path) -> None:
    path = table(tmp_path / "A" / "d.csv", 1)
    twice = register([path, tmp_path / "A" / ".." / "A" / "d.csv"], tmp_path / "work")
    assert twice.digest == register([path], tmp_path / "work").digest
    assert list(twice.files) == ["d.csv"]


def test_a_numbered_folder_never_meets_one_that_is_there(tmp_path: Path) -> None:
    table(tmp_path / "goi" / "A" / "d.csv", 1)
    table(tmp_path / "goi" / "e.csv", 2)
    others = [table(tmp_path / "A" / "e.csv", 3), table(tmp_path / "x" / "A" / "e.csv", 4)]
    delivery = register([tmp_path / "goi", *others], tmp_path / "work")
    assert len(delivery.datasets) == len(delivery.files) == 4
    assert list(delivery.files) == ["A (2)/e.csv", "A (3)/e.csv", "goi/A/d.csv", "goi/e.csv"]


def test_no_name_leads_out_of_the_kept_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table(tmp_path / "d.csv", 1)
    table(tmp_path / "A" / "d.csv", 2)
    table(tmp_path / "A" / "B" / "d.csv", 3)
    monkeypatch.chdir(tmp_path / "A" / "B")
    delivery = register([Path("../../d.csv"), Path("..") / "d.csv", Path("d.csv")], tmp_path / "work")
    assert [name.rpartition("/")[0] for name in delivery.files] == ["A", "B", tmp_path.name]


def test_names_that_differ_only_in_the_form_of_their_accents_are_refused(tmp_path: Path) -> None:
    for form, number in (("NFC", 1), ("NFD", 2)):
        table(tmp_path / "goi" / unicodedata.normalize(form, "hố ga.csv"), number)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refusal:
        register([tmp_path / "goi"], tmp_path / "work")
    assert refusal.value.rule == "FIL-17" and "hố ga.csv" in str(refusal.value)


def test_the_document_of_a_kmz_is_called_like_the_kmz(tmp_path: Path) -> None:
    kml = '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>'
    for name in ("QH1.kmz", "QH2.kmz"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("doc.kml", kml)
    delivery = register([tmp_path / "QH1.kmz", tmp_path / "QH2.kmz"], tmp_path / "work")
    assert [dataset.name for dataset in delivery.datasets] == ["QH1.kml", "QH2.kml"]


# --- the folder of a load's own -----------------------------------------------------------------------------


def test_what_was_unpacked_goes_with_the_load(tmp_path: Path) -> None:
    with registered(zip_with_folders(tmp_path), tmp_path / "work") as delivery:
        assert all(path.is_relative_to(tmp_path / "work") and path.is_file() for path in delivery.files.values())
        clear_abandoned(tmp_path / "work")
        with registered(zip_with_folders(tmp_path), tmp_path / "work") as other:
            assert other.digest == delivery.digest
            assert set(other.files.values()).isdisjoint(delivery.files.values())
        assert all(path.is_file() for path in delivery.files.values())
    assert list((tmp_path / "work").iterdir()) == []


def test_a_refused_delivery_leaves_nothing(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "goi.zip", "w") as archive:
        archive.writestr("don_thu.docx.txt", "Nguyễn Văn Hưcấu\0")
    with pytest.raises(Refused), registered([tmp_path / "goi.zip"], tmp_path / "work"):
        pass
    assert list((tmp_path / "work").iterdir()) == []


def test_a_killed_load_is_cleared_away_and_a_running_one_is_not(tmp_path: Path) -> None:
    (archive,) = zip_with_folders(tmp_path)
    program = (
        "import sys\nfrom pathlib import Path\nfrom sdi.ingest.delivery import registered\n"
        "with registered([Path(sys.argv[1])], Path(sys.argv[2])):\n"
        "    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program, str(archive), str(tmp_path / "work")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        unpacked = [path for path in (tmp_path / "work").rglob("*") if path.is_file()]
        clear_abandoned(tmp_path / "work")
        assert len(unpacked) == 2 and all(path.is_file() for path in unpacked)
        process.kill()
    assert all(path.is_file() for path in unpacked)
    with registered([table(tmp_path / "khac.csv", 1)], tmp_path / "work"):
        assert not any(path.exists() for path in unpacked)
