"""What a layer, a source profile, a code list and a province ARE. Pure: no database, no network."""

from sdi.model.base import Audience, Text
from sdi.model.codes import Code, CodeList
from sdi.model.layer import Field, FieldType, Layer, Search
from sdi.model.project import Project, Province
from sdi.model.reading import read_project
from sdi.model.source import Mapping, SourceProfile, Target

__all__ = [
    "Audience",
    "Code",
    "CodeList",
    "Field",
    "FieldType",
    "Layer",
    "Mapping",
    "Project",
    "Province",
    "Search",
    "SourceProfile",
    "Target",
    "Text",
    "read_project",
]
