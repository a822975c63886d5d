"""The registry as a workbook: what stands in a cell is never computed."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import get_args

import openpyxl
import pytest
from openpyxl.xml.constants import DCTERMS_NS
from openpyxl.xml.functions import register_namespace

from sdi.catalogue.building import Catalogue
from sdi.catalogue.registry import workbook
from sdi.model import Audience, Text
from sdi.model.catalogue import Cataloguing, Fact, Registry, RegistryColumn
from sdi.model.record import Addresses, CatalogueOf, Classified, Contact, Crs, Licence, Record

DAY = datetime(2026, 11, 27, 5, tzinfo=UTC)


def made(title: str) -> Catalogue:
    licence = Licence(title=Text(vi="Điều kiện"))
    contact = Contact(id="so_mau", name=Text(vi=title), roles=("owner", "publisher"))
    record = Record(
        id="roads", title=Text(vi=title), abstract=Text(vi=title), keywords=(Text(vi=title),), group=Text(vi="Nền"),
        theme=Classified(id="transport", title=Text(vi="Giao thông"), topic="transportation"), contacts=(contact,),
        audience=Audience.PUBLIC, access=Text(vi="Công khai"), licence=licence, limits=Text(vi="Tham khảo"),
        language="vi", languages=("vi", "en"), geometry="MultiLineString", columns=(),
        crs=Crs(epsg=5898, name=Text(vi="VN-2000")), bbox=None, storage_bbox=None, count=7, release=1,
        first_published=DAY, published=DAY, frequency="asNeeded",
        steps=(), releases=1, quality=None, accuracy_m=0.5, scale=None, distributions=(),
        addresses=Addresses(record="http://x/r", collection="http://x/c"),
    )  # fmt: skip
    of = CatalogueOf(
        id="catalogue", title=Text(vi="Danh mục"), abstract=Text(vi="Danh mục"), contacts=(contact,), licence=licence,
        language="vi", languages=("vi", "en"), address="http://x/catalogue", site="http://x/", place=Text(vi="Mẫu"),
        updated=DAY,
    )  # fmt: skip
    return Catalogue(of, {"roads": record})


@pytest.mark.parametrize("title", ["=1+1", "+A1", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', "Đường bộ"])
def test_no_text_is_a_formula(title: str) -> None:
    everything = [RegistryColumn(title=Text(vi=title), value=fact) for fact in ("title", "abstract", "owner", "count")]
    content = workbook(made(title), Registry(title=Text(vi=title), note=Text(vi=title), columns=everything))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [sheet["A5"].value, sheet["B5"].value, sheet["C5"].value, sheet["D5"].value] == [title, title, title, 7]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("prefix", ["dcterms", "dct"])
def test_no_moment_of_writing_stands_in_it(prefix: str) -> None:
    """Whatever the prefix is called: readers of catalogues register one of their own, for the whole process."""
    registry = Registry(title=Text(vi="Sổ"), columns=[RegistryColumn(title=Text(vi="Tên"), value="title")])
    try:
        register_namespace(prefix, DCTERMS_NS)
        with zipfile.ZipFile(io.BytesIO(workbook(made("Đường"), registry))) as archive:
            core = archive.read("docProps/core.xml")
    finally:
        register_namespace("dcterms", DCTERMS_NS)
    assert b"created" not in core and b"modified" not in core and "Sổ".encode() in core


def test_a_column_without_value_is_left_for_the_office() -> None:
    registry = Registry(title=Text(vi="Sổ"), columns=[RegistryColumn(title=Text(vi="Ghi chú", en="Remarks"))])
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(made("Đường"), registry, "en"))).active
    assert sheet is not None and sheet["A4"].value == "Remarks" and not sheet["A5"].value


def test_every_fact_that_a_column_may_name_is_written() -> None:
    columns = [RegistryColumn(title=Text(vi=fact), value=fact) for fact in get_args(Fact)]
    content = workbook(made("Đường"), Registry(title=Text(vi="Sổ"), columns=columns))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None and sheet.max_column == len(columns)


def test_a_project_without_the_file_has_a_catalogue() -> None:
    assert Cataloguing().registry.columns and Cataloguing().access[Audience.AGENCY].vi
