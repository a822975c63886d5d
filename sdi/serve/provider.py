"""pygeoapi's feature provider over PostGIS: what our own routes read, for any pygeoapi (docs/pygeoapi.md).

Columns come from the declaration, never from reflection (pygeoapi's issues 536 and 2344: a reflected table and a pool
of 15 connections for each provider); geometry leaves in the CRS that was asked for, through the project's pinned
datum operation. A provider is made for every request and holds nothing: pools live in the source.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from pygeoapi.provider.base import (
    BaseProvider,
    ProviderConnectionError,
    ProviderInvalidQueryError,
    ProviderItemNotFoundError,
)

from sdi.db.cql2 import FilterError
from sdi.errors import SdiError
from sdi.model import Layer
from sdi.publish.configuration import crs_uri
from sdi.serve import cql2, limits
from sdi.serve.plugin_filter import to_cql2
from sdi.serve.problems import Problem
from sdi.serve.question import Question, read_question
from sdi.serve.reading import reader
from sdi.serve.schemas import field_schema
from sdi.serve.source import Address, source
from sdi.wording import wording

_log = structlog.get_logger(__name__)


class Unavailable(ProviderConnectionError):
    """The database does not answer, is busy, or the question takes too long."""

    http_status_code = HTTPStatus.SERVICE_UNAVAILABLE


class BadQuery(ProviderInvalidQueryError):
    """The question itself is wrong; the message says what."""

    ogc_exception_code = "InvalidParameterValue"


class Misconfigured(ProviderConnectionError):
    """The configuration names a project, a layer or a CRS that is none; the log says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, user_msg=wording("problems.provider_misconfigured"))
        _log.error("provider_misconfigured", reason=reason)


class PostgisProvider(BaseProvider):
    """Reads one collection for one audience.

    Args:
        provider_def: A provider as :func:`sdi.publish.configuration.pygeoapi_config` writes it. ``data`` is the
            :class:`~sdi.serve.source.Address` of the source, and ``layer``.

    Raises:
        Misconfigured: Something in it is not so.
    """

    def __init__(self, provider_def: dict[str, Any]) -> None:
        super().__init__(provider_def)
        try:
            address = dict(provider_def["data"])
            name = address.pop("layer")
            self._source = source(Address(**address))
            self._layer: Layer = self._source.project.collections[name]
        except (KeyError, TypeError, ValueError, SdiError) as error:
            raise Misconfigured(f"{provider_def['name']}: data: {error}") from error
        if provider_def.get("storage_crs") != self._stored_in:
            # pygeoapi would take our metres for degrees, and transform them
            raise Misconfigured(f"{name}: storage_crs is {self._stored_in}")
        self._fields = self.get_fields()

    def get_fields(self) -> dict[str, dict[str, Any]]:
        """Fields by name → JSON Schema; new dictionaries each time, because pygeoapi writes into them."""
        declared = self._layer.fields_for(self._source.audience)
        return {name: field_schema(self._source.project, field) for name, field in declared.items()}

    def query(
        self,
        offset: int = 0,
        limit: int = 10,
        resulttype: str = "results",
        bbox: Sequence[float] = (),
        datetime_: str | None = None,
        properties: Sequence[tuple[str, str]] = (),
        sortby: Sequence[dict[str, str]] = (),
        select_properties: Sequence[str] = (),
        skip_geometry: bool = False,
        crs_transform_spec: Any = None,
        q: str | None = None,
        filterq: Any = None,
        **_: Any,
    ) -> dict[str, Any]:
        """A page of features as a GeoJSON FeatureCollection, or only their number (``resulttype=hits``).

        Args:
            bbox: In the storage CRS, as pygeoapi hands it on.
            crs_transform_spec: pygeoapi's; None stands for the storage CRS.
            q: Words to search for: refused, features have no full text.
            filterq: pygeofilter's tree, its geometries in the storage CRS.

        Raises:
            BadQuery: A value cannot be one of its field, the box is not a box, or the filter is none.
            Unavailable: The database does not answer.
        """
        if q:
            raise BadQuery(user_msg=wording("problems.no_parameter", names="q"))
        asked = {name: str(value) for name, value in properties}
        asked |= {"offset": str(offset), "limit": str(limit), "resulttype": resulttype}
        asked |= {"datetime": datetime_} if datetime_ else {}
        asked |= {"sortby": ",".join(item["order"] + item["property"] for item in sortby)} if sortby else {}
        asked |= {"properties": ",".join(select_properties)} if select_properties else {}
        asked |= {"skipGeometry": "true"} if skip_geometry else {}
        if bbox:
            asked |= {"bbox": ",".join(map(str, bbox)), "bbox-crs": self._stored_in}
        if filterq is not None:
            asked |= {"filter": _written(filterq), "filter-lang": cql2.JSON, "filter-crs": self._stored_in}
        question = self._question(asked, crs_transform_spec)
        reads = reader(self._source, self._layer)
        try:
            found = reads.at_length(question)
        except Problem as problem:
            raise _error(problem) from problem
        features = self._features(question, found.piece.rows)
        numbers = {"numberReturned": len(features)}
        numbers |= {} if found.matched is None else {"numberMatched": found.matched}
        return {"type": "FeatureCollection", "features": features, **numbers}

    def get(self, identifier: str, crs_transform_spec: Any = None, **_: Any) -> dict[str, Any]:
        """One feature by its stable id.

        Raises:
            ProviderItemNotFoundError: No feature has this id.
            Unavailable: The database does not answer.
        """
        question = self._question({}, crs_transform_spec)
        try:
            found = reader(self._source, self._layer).item_at_length(identifier)
        except Problem as problem:
            raise _error(problem) from problem
        if not found.rows:
            raise ProviderItemNotFoundError(user_msg=wording("problems.no_item"))
        feature: dict[str, Any] = self._features(question, found.rows)[0]
        return feature

    @property
    def _stored_in(self) -> str:
        return crs_uri(self._source.project.province.crs)

    def _question(self, asked: dict[str, str], transformation: Any) -> Question:
        uri = getattr(transformation, "target_crs_uri", None) or self._stored_in
        try:
            fields = reader(self._source, self._layer).fields
            return read_question(
                asked | {"crs": uri}, self._layer, fields, self._source.projections, longest_filter=limits.FILTER_BODY
            )
        except Problem as problem:
            raise _error(problem) from problem

    def _features(self, question: Question, rows: Sequence[bytes | memoryview]) -> list[dict[str, Any]]:
        if not rows:
            return []
        text = reader(self._source, self._layer).writer(question).features(rows)
        found: list[dict[str, Any]] = orjson.loads(b"[" + text + b"]")
        return found


def _written(tree: Any) -> str:
    try:
        return orjson.dumps(to_cql2(tree)).decode()
    except FilterError as error:
        raise BadQuery(user_msg=wording("questions.wrong_filter", error=error.text)) from error
    except (orjson.JSONEncodeError, RecursionError) as error:
        raise BadQuery(user_msg=wording("questions.filter_no_json")) from error


def _error(problem: Problem) -> ProviderConnectionError | ProviderInvalidQueryError:
    kind = Unavailable if problem.status == HTTPStatus.SERVICE_UNAVAILABLE else BadQuery
    return kind(user_msg=problem.detail)
