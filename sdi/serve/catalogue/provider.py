"""pygeoapi's provider of records: what our own routes read, for any pygeoapi (docs/pygeoapi.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from pygeoapi.provider.base import BaseProvider, ProviderItemNotFoundError

from sdi.catalogue.building import Catalogue
from sdi.catalogue.records import record_document
from sdi.catalogue.searching import search
from sdi.errors import SdiError
from sdi.publish.catalog import read_catalog
from sdi.serve.catalogue.desk import catalogue_of
from sdi.serve.catalogue.question import read_question
from sdi.serve.problems import Problem
from sdi.serve.provider import BadQuery, Misconfigured, Unavailable
from sdi.serve.source import Address, Source, source
from sdi.wording import wording


class RecordsProvider(BaseProvider):
    """Reads the catalogue of one audience.

    Args:
        provider_def: A provider as :func:`sdi.publish.configuration.pygeoapi_config` writes it. ``data`` is the
            :class:`~sdi.serve.source.Address` of the source, and ``base_url`` of the API.

    Raises:
        Misconfigured: Something in it is not so.
    """

    def __init__(self, provider_def: dict[str, Any]) -> None:
        super().__init__(provider_def)
        try:
            address = dict(provider_def["data"])
            self._base_url = address.pop("base_url")
            self._source: Source = source(Address(**address))
        except (KeyError, TypeError, ValueError, SdiError) as error:
            raise Misconfigured(f"{provider_def['name']}: data: {error}") from error
        self._fields = self.get_fields()

    def get_fields(self) -> dict[str, dict[str, Any]]:
        """Properties by name → JSON Schema; new dictionaries each time, because pygeoapi writes into them."""
        moment = {"type": "string", "format": "date-time"}
        return {
            "type": {"type": "string"}, "title": {"type": "string"}, "created": dict(moment), "updated": dict(moment),
        }  # fmt: skip

    def query(
        self,
        offset: int = 0,
        limit: int = 10,
        resulttype: str = "results",
        bbox: Sequence[float] = (),
        datetime_: str | None = None,
        properties: Sequence[tuple[str, str]] = (),
        sortby: Sequence[dict[str, str]] = (),
        q: str | None = None,
        **_: Any,
    ) -> dict[str, Any]:
        """A page of records.

        Raises:
            BadQuery: A value is not one of its parameter.
            Unavailable: The database does not answer.
        """
        asked = {"offset": str(offset), "limit": str(max(limit, 1))}
        asked |= {"bbox": ",".join(map(str, bbox))} if bbox else {}
        asked |= {"datetime": datetime_} if datetime_ else {}
        asked |= {"q": q} if q else {}
        asked |= {"sortby": ",".join(item["order"] + item["property"] for item in sortby)} if sortby else {}
        asked |= {name: value for name, value in properties if name == "type"}
        try:
            question = read_question(asked)
        except Problem as problem:
            raise BadQuery(user_msg=problem.detail) from problem
        catalogue = self._catalogue()
        found = search(catalogue.records.values(), question.asked)
        shown = [] if resulttype == "hits" else found[question.offset : question.offset + question.limit]
        features = [record_document(record, catalogue, catalogue.of.language) for record in shown]
        return {
            "type": "FeatureCollection",
            "features": features,
            "numberMatched": len(found),
            "numberReturned": len(features),
        }

    def get(self, identifier: str, **_: Any) -> dict[str, Any]:
        """One record.

        Raises:
            ProviderItemNotFoundError: There is none of this id.
            Unavailable: The database does not answer.
        """
        catalogue = self._catalogue()
        record = catalogue.records.get(identifier)
        if record is None:
            raise ProviderItemNotFoundError(user_msg=wording("catalogue.none"))
        return record_document(record, catalogue, catalogue.of.language)

    def _catalogue(self) -> Catalogue:
        """Read anew each time: our own routes keep it, and elsewhere a publication is seen at once."""
        project = self._source.project
        try:
            with self._source.snapshot() as connection:
                return catalogue_of(
                    connection, project, read_catalog(project.directory), self._source.audience, self._base_url
                )
        except psycopg.Error as error:
            raise Unavailable(user_msg=wording("questions.database_busy")) from error
