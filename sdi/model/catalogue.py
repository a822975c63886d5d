"""What the catalogue tells beside declarations and releases: ``catalog/catalogue.yml``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Attribute
from pydantic import model_validator

from sdi.model.base import Audience, Declaration, Identifier, Text
from sdi.model.record import Licence

Topic = Literal[
    "farming", "biota", "boundaries", "climatologyMeteorologyAtmosphere", "economy", "elevation", "environment",
    "geoscientificInformation", "health", "imageryBaseMapsEarthCover", "intelligenceMilitary", "inlandWaters",
    "location", "oceans", "planningCadastre", "society", "structure", "transportation", "utilitiesCommunication",
]  # fmt: skip
"""ISO 19115, MD_TopicCategoryCode."""

Frequency = Literal[
    "continual", "daily", "weekly", "fortnightly", "monthly", "quarterly", "biannually", "annually", "asNeeded",
    "irregular", "notPlanned", "unknown",
]  # fmt: skip
"""ISO 19115, MD_MaintenanceFrequencyCode."""

EuTheme = Literal[
    "AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI", "TECH", "TRAN"
]
"""Data themes of the Publications Office of the EU, by which open-data portals sort."""

Fact = Literal[
    "number", "id", "title", "abstract", "owner", "duty", "publisher", "contact", "theme", "group", "keywords",
    "geometry", "crs", "accuracy", "scale", "count", "columns", "release", "first_published", "published", "frequency",
    "lineage", "quality", "access", "licence", "limits", "basis", "files", "services", "address",
]  # fmt: skip
"""What a column of the registry may tell of a record."""


class ThemeCodes(Declaration):
    """A theme of ours in vocabularies of others."""

    topic: Topic
    eu: EuTheme | None = None


class Note(Declaration):
    """What the catalogue tells of one layer that nothing else knows."""

    frequency: Frequency | None = None
    scale: int | None = Attribute(None, gt=0, description="denominator, e.g. 2000")
    basis: Text | None = Attribute(None, description="by which law or decision the data are kept")
    keywords: list[Text] = []


class RegistryColumn(Declaration):
    """A column of the registry: its heading and what stands in it; nothing, where the office is to fill it in."""

    title: Text
    value: Fact | None = None
    width: int = Attribute(18, ge=4, le=100, description="in characters")


class Registry(Declaration):
    """The register of the office's data sets, as a workbook."""

    title: Text
    note: Text | None = None
    columns: list[RegistryColumn] = Attribute(min_length=1)


class Cataloguing(Declaration):
    """The whole file. Every member has a default: a project without the file has a catalogue as well."""

    title: Text = Text(vi="Danh mục dữ liệu không gian", en="Catalogue of spatial data")
    abstract: Text = Text(vi="Siêu dữ liệu của mọi bộ dữ liệu đã công bố.", en="Metadata of all published data sets.")
    publisher: Identifier | None = Attribute(None, description="a contact: who answers for the catalogue")
    licence: Licence = Licence(
        title=Text(
            vi="Điều kiện sử dụng do cơ quan cung cấp dữ liệu công bố",
            en="Terms of use as published by the office that owns the data",
        )
    )
    limits: Text = Text(
        vi="Chỉ có giá trị tham khảo; hồ sơ được cơ quan có thẩm quyền phê duyệt là căn cứ pháp lý.",
        en="For reference only; the dossier approved by the competent authority prevails.",
    )
    access: dict[Audience, Text] = {
        Audience.PUBLIC: Text(vi="Công khai", en="Public"),
        Audience.AGENCY: Text(
            vi="Chia sẻ giữa các cơ quan nhà nước, cần khóa truy cập", en="Shared among state agencies, by access key"
        ),
        Audience.INTERNAL: Text(vi="Chỉ dùng nội bộ cơ quan", en="For the department itself"),
    }
    frequency: Frequency = "asNeeded"
    themes: dict[Identifier, ThemeCodes] = {}
    layers: dict[Identifier, Note] = {}
    registry: Registry = Registry(
        title=Text(vi="Sổ đăng ký bộ dữ liệu", en="Registry of data sets"),
        columns=[
            RegistryColumn(title=Text(vi="STT", en="No."), value="number", width=5),
            RegistryColumn(title=Text(vi="Tên bộ dữ liệu", en="Data set"), value="title", width=36),
            RegistryColumn(title=Text(vi="Cơ quan quản lý", en="Owner"), value="owner", width=30),
            RegistryColumn(title=Text(vi="Địa chỉ", en="Address"), value="address", width=50),
        ],
    )

    @model_validator(mode="after")
    def _complete(self) -> Cataloguing:
        if missing := [audience.value for audience in Audience if audience not in self.access]:
            raise ValueError(f"access: {missing} missing")
        return self
