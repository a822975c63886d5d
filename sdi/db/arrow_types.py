"""Types of fields in Arrow, beside those in SQL (:mod:`sdi.db.tables`): for deliveries and for files alike."""

from __future__ import annotations

import pyarrow as pa

from sdi.model import FieldType

ARROW_TYPES = {
    FieldType.TEXT: pa.string(),
    FieldType.CODE: pa.string(),
    FieldType.INTEGER: pa.int64(),
    FieldType.NUMBER: pa.float64(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.DATE: pa.date32(),
}
