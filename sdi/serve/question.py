"""What is asked of one collection: parameters as they came, checked and typed.

The same question whether it came to our own route, by ``POST`` to ``/search``, or through pygeoapi.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

import orjson
import shapely
from psycopg import sql

from sdi.model import Field, FieldType, Layer
from sdi.publish.configuration import CRS84, DEFAULT_ITEMS, MAX_ITEMS, MAX_OFFSET
from sdi.serve import cql2, limits
from sdi.serve.problems import Problem
from sdi.serve.projection import Projections
from sdi.serve.values import Values
from sdi.wording import wording

Condition = Callable[[Values], sql.Composable]
"""What a feature must meet; binds its values when the statement is made."""

Meets = Callable[..., sql.Composable]
"""A filter: takes ``values`` and, for a table without geometry, ``meets`` (:func:`sdi.serve.cql2.condition`)."""

PARAMETERS = (
    "bbox", "bbox-crs", "crs", "cursor", "datetime", "filter", "filter-crs", "filter-lang", "limit", "offset",
    "properties", "resulttype", "skipGeometry", "sortby",
)  # fmt: skip
"""Names of what can be asked beside the fields of the layer."""

_WIDE = 2**31
"""Releases and counts are smaller."""

_LISTS = ("bbox", "limit", "offset", "properties", "sortby")
"""Parameters whose value is a list, of which no part may be empty."""

_PAGING = ("cursor", "f", "lang", "limit", "offset")
"""Parameters that do not change which features are meant, and in which order."""


@dataclass(frozen=True)
class Sort:
    """An order by one field; features without a value come last."""

    name: str
    descending: bool


@dataclass(frozen=True)
class Place:
    """Where a walk stands.

    Attributes:
        release: On which it began.
        matched: How many features it has; None where nobody counted.
        seen: How many it has passed.
        key: What the last of them is sorted by before its ``gid``, as text.
        gid: Of the last.
    """

    release: int
    matched: int | None
    seen: int
    key: str | None
    gid: int

    def cursor(self, walk: str) -> str:
        """As text for a link; ``walk`` is the digest of the question that it belongs to."""
        content = orjson.dumps([walk, self.release, self.matched, self.seen, self.key, self.gid])
        return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass(frozen=True)
class Question:
    """A page of one collection.

    Attributes:
        names: Fields of the answer, in declared order.
        crs: URI of the answer's CRS.
        walk: Digest of everything but paging.
        area: In the provincial CRS.
        filter: CQL2 as a condition.
        place: After which feature the page begins; None: at the beginning.
        hits: Only the number is wanted.
    """

    names: tuple[str, ...]
    crs: str = CRS84
    walk: str = ""
    limit: int = DEFAULT_ITEMS
    offset: int = 0
    geometry: bool = True
    area: shapely.Geometry | None = None
    conditions: tuple[Condition, ...] = ()
    filter: Meets | None = None
    sort: Sort | None = None
    place: Place | None = None
    hits: bool = False

    @property
    def filtered(self) -> bool:
        """Whether it may not mean all features."""
        return self.area is not None or bool(self.conditions) or self.filter is not None


def read_question(
    parameters: Mapping[str, str],
    layer: Layer,
    fields: Mapping[str, Field],
    projections: Projections,
    *,
    longest_filter: int = limits.FILTER_LENGTH,
) -> Question:
    """The question of parameters whose names were looked at already.

    Args:
        parameters: Names of :data:`PARAMETERS` and of fields → text.
        layer: The collection.
        fields: What who asks may see of it.
        projections: CRSs on offer.
        longest_filter: Bytes that a filter may have.

    Raises:
        Problem: 400, a value is not one of its parameter; the message says what it may be.
    """
    for name, value in parameters.items():
        if not value or (name in _LISTS and not all(value.split(","))):
            raise Problem(400, wording("problems.no_value", name=name))
    node = _filter(parameters, longest_filter)
    walk = _walk(layer, parameters, node)
    crs = _crs(parameters, "crs", projections)
    conditions = [_equal(name, fields[name], value) for name, value in parameters.items() if name in fields]
    conditions += _during(parameters.get("datetime"), fields)
    meets: Meets | None = None
    if node is not None:
        meets = partial(
            cql2.condition,
            node,
            fields=fields,
            projection=projections[_crs(parameters, "filter-crs", projections)],
            srid=projections.provincial,
        )
        meets(values=Values(), meets=None if layer.overlays_of is None else _anywhere)  # a wrong one is refused early
    return Question(
        names=_names(parameters.get("properties"), fields),
        crs=crs,
        walk=walk,
        limit=min(integer_of(parameters, "limit", DEFAULT_ITEMS, least=1), MAX_ITEMS),
        offset=_offset(parameters),
        geometry=_choice(parameters, "skipGeometry", ("false", "true")) == "false",
        area=_area(parameters, projections),
        conditions=tuple(conditions),
        filter=meets,
        sort=_sort(parameters.get("sortby"), layer, fields),
        place=_place(parameters.get("cursor"), walk),
        hits=_choice(parameters, "resulttype", ("results", "hits")) == "hits",
    )


def _filter(parameters: Mapping[str, str], longest: int) -> cql2.Node | None:
    text = parameters.get("filter")
    if text is None:
        if "filter-lang" in parameters or "filter-crs" in parameters:
            raise Problem(400, wording("questions.filter_alone"))
        return None
    return cql2.read(text, parameters.get("filter-lang", cql2.LANGUAGES[0]), longest=longest)


def _anywhere(area: sql.Composable) -> sql.Composable:
    return area


def _walk(layer: Layer, parameters: Mapping[str, str], node: cql2.Node | None) -> str:
    asked = {name: value for name, value in parameters.items() if name not in (*_PAGING, "filter-lang")}
    if node is not None:
        asked["filter"] = cql2.canonical(node)
    return hashlib.blake2b(orjson.dumps([layer.id, sorted(asked.items())]), digest_size=9).hexdigest()


def integer_of(parameters: Mapping[str, str], name: str, default: int, *, least: int) -> int:
    """A whole number out of parameters.

    Raises:
        Problem: 400, it is none or too small.
    """
    text = parameters.get(name)
    if text is None:
        return default
    if not re.fullmatch(r"[+-]?[0-9]{1,50}", text):
        raise Problem(400, wording("problems.not_integer", name=name))
    if int(text) < least:
        raise Problem(400, wording("questions.too_small", name=name, least=least))
    return int(text)


def _offset(parameters: Mapping[str, str]) -> int:
    """How many to pass over: for clients that cannot follow links (ArcGIS knows no cursor)."""
    offset = integer_of(parameters, "offset", 0, least=0)
    if offset > MAX_OFFSET:
        raise Problem(400, wording("questions.offset_too_large", most=MAX_OFFSET))
    if offset and "cursor" in parameters:
        raise Problem(400, wording("questions.cursor_or_offset"))
    return offset


def _choice(parameters: Mapping[str, str], name: str, allowed: Sequence[str]) -> str:
    value = parameters.get(name, allowed[0])
    if value not in allowed:
        raise Problem(400, wording("problems.only_values", name=name, allowed=", ".join(allowed)))
    return value


def _crs(parameters: Mapping[str, str], name: str, projections: Projections) -> str:
    uri = parameters.get(name, CRS84)
    if uri not in projections:
        raise Problem(400, wording("problems.no_crs", asked=uri, offered=", ".join(projections)))
    return uri


def box_numbers(text: str) -> list[float]:
    """The four or six numbers of a box, in the order of its CRS.

    Raises:
        Problem: They are not so many, or no numbers.
    """
    parts = text.split(",")
    if len(parts) not in (4, 6):
        raise Problem(400, wording("problems.bbox_size"))
    try:
        return [float(part) for part in parts]
    except ValueError as error:
        raise Problem(400, wording("problems.bbox_numbers")) from error


def _area(parameters: Mapping[str, str], projections: Projections) -> shapely.Geometry | None:
    text = parameters.get("bbox")
    if text is None:
        if "bbox-crs" in parameters:
            raise Problem(400, wording("problems.bbox_crs_alone"))
        return None
    numbers = box_numbers(text)
    try:
        return projections[_crs(parameters, "bbox-crs", projections)].area(numbers)
    except ValueError as error:
        raise Problem(400, error.args[0]) from error


def _names(text: str | None, fields: Mapping[str, Field]) -> tuple[str, ...]:
    if text is None:
        return tuple(fields)
    chosen = text.split(",")
    unknown = [name for name in chosen if name not in fields]
    if unknown:
        raise Problem(400, wording("questions.no_fields", names=", ".join(unknown)))
    return tuple(name for name in fields if name in chosen)


def _sort(text: str | None, layer: Layer, fields: Mapping[str, Field]) -> Sort | None:
    if text is None:
        return None
    name = text.lstrip("+-")
    sortable = layer.sortable(fields)
    if name not in sortable:
        raise Problem(400, wording("questions.not_sortable", offered=", ".join(sortable) or "—"))
    return Sort(name, text.startswith("-"))


def _equal(name: str, field: Field, text: str) -> Condition:
    value = typed(name, field, text)
    return lambda values: sql.SQL("{} = {}").format(sql.Identifier(name), values.bind(value))


def typed(name: str, field: Field, text: str) -> Any:
    """A text as a value of a field.

    Raises:
        Problem: 400, it cannot be one.
    """
    try:
        match field.type:
            case FieldType.INTEGER:
                number = int(text)
                if abs(number) >= 2**63:
                    raise ValueError(text)
                return number
            case FieldType.NUMBER:
                return float(text)
            case FieldType.DATE:
                return date.fromisoformat(text)
            case FieldType.BOOLEAN:
                return {"true": True, "false": False}[text.lower()]
    except (ValueError, KeyError) as error:
        raise Problem(400, wording("questions.wrong_type", text=text, type=field.type.value, name=name)) from error
    if "\0" in text:
        raise Problem(400, wording("questions.wrong_character", name=name))
    return text


def _during(interval: str | None, fields: Mapping[str, Field]) -> list[Condition]:
    """Features whose declared validity touches the interval; a layer without validity always does."""
    if interval is None:
        return []
    first, last = interval_of(interval)  # a wrong one is an error, whether the layer has a validity or not
    roles = {field.role: sql.Identifier(name) for name, field in fields.items()}
    found: list[Condition] = []
    if "valid_from" in roles and last:
        begin = roles["valid_from"]
        found.append(lambda values: sql.SQL("({0} IS NULL OR {0} <= {1})").format(begin, values.bind(last)))
    if "valid_to" in roles and first:
        end = roles["valid_to"]
        found.append(lambda values: sql.SQL("({0} IS NULL OR {0} >= {1})").format(end, values.bind(first)))
    return found


def interval_of(text: str) -> tuple[date | None, date | None]:
    """Days of an instant or an interval of RFC 3339; ``..`` and nothing mean open."""
    parts = text.split("/")
    try:
        if len(parts) > 2 or text in ("", ".."):
            raise ValueError(text)
        days = [None if part in ("", "..") else _day(part) for part in parts]
    except ValueError as error:
        raise Problem(400, wording("questions.no_time", text=text)) from error
    first, last = days[0], days[-1]
    if first and last and first > last:
        raise Problem(400, wording("questions.times_swapped", text=text))
    return first, last


def _day(text: str) -> date:
    if text.startswith("0000"):  # QGIS says so for "since ever"
        return date.min
    return datetime.fromisoformat(text.replace("Z", "+00:00")).date()


def _place(text: str | None, walk: str) -> Place | None:
    if text is None:
        return None
    try:
        content = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        asked, release, matched, seen, key, gid = content
        place = Place(release, matched, seen, key, gid)
        whole = all(isinstance(number, int) and abs(number) < _WIDE for number in (release, seen, matched or 0))
        whole = whole and isinstance(gid, int) and abs(gid) < 2**63
        if not whole or not isinstance(key, str | None) or "\0" in (key or ""):
            raise ValueError(text)
    except (binascii.Error, ValueError, TypeError) as error:
        raise Problem(400, wording("questions.bad_cursor")) from error
    if asked != walk:
        raise Problem(400, wording("questions.other_cursor"))
    return place
