"""CQL2 (OGC 21-065r2): filters of declarations and of requests, in text and in JSON, as SQL."""

from __future__ import annotations

from sdi.db.cql2.canonical import canonical
from sdi.db.cql2.encoded import parse as parse_json
from sdi.db.cql2.sql import GEOMETRY, Column, condition
from sdi.db.cql2.text import parse as parse_text
from sdi.db.cql2.tree import FilterError, Node

__all__ = ["GEOMETRY", "Column", "FilterError", "Node", "canonical", "condition", "parse_json", "parse_text"]
