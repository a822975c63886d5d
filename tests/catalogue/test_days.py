"""Which day it was: people are told theirs, programs the moment."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl

from sdi.catalogue.building import build
from sdi.catalogue.facts import Came
from sdi.catalogue.records import record_document
from sdi.catalogue.registry import workbook
from sdi.model import Audience, Text, read_project
from sdi.model.catalogue import Registry, RegistryColumn
from sdi.publish.catalog import read_catalog
from sdi.publish.configuration import Collection
from sdi.serve.pages import environment

ROOT = Path(__file__).resolve().parents[2]
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LATE = datetime(2026, 11, 26, 18, tzinfo=UTC)
"""One in the morning of the 27th in Hanoi."""


def test_records_tell_the_day_of_the_people_and_the_moment_of_programs() -> None:
    rows = {"roads": Collection("roads", 1, LATE, 7, None, None)}
    facts = {"roads": [Came(1, LATE, None, LATE, (), None)]}
    found = build(
        read_project(ROOT), read_catalog(ROOT), Audience.PUBLIC, rows, facts, lambda _: (), "http://x/api",
        has_pages=False,
    )  # fmt: skip
    document = record_document(found.records["roads"], found, "vi")
    assert document["properties"]["updated"] == "2026-11-26T18:00:00Z"
    assert "27/11/2026" in document["properties"]["lineage"]
    registry = Registry(title=Text(vi="Sổ"), columns=[RegistryColumn(title=Text(vi="Ngày"), value="published")])
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(found, registry))).active
    assert sheet is not None and sheet["A5"].value.date() == date(2026, 11, 27)
    assert str(sheet["A2"].value).endswith("27/11/2026")


def test_pages_tell_the_day_of_the_people() -> None:
    page = environment().from_string("{{ at | day }} {{ on | day }}")
    told = page.render(lang="vi", timezone=HANOI, at=LATE, on=LATE.date())
    assert told == "27/11/2026 26/11/2026"
