"""Official XML schemas, as their publishers wrote them: ``schemas/opengis.zip`` holds a file for each address."""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

_ARCHIVE = Path(__file__).with_name("schemas") / "opengis.zip"

SLD = "http://schemas.opengis.net/sld/1.1.0/StyledLayerDescriptor.xsd"
WMS = "http://schemas.opengis.net/sld/1.1.0/sld_capabilities.xsd"
"""WMS 1.3.0 with what SLD adds to it."""


class _Archive(etree.Resolver):
    """Addresses are looked up in the archive; nothing is asked of the network."""

    def resolve(self, url: str, public_id: str, context: Any) -> Any:
        with zipfile.ZipFile(_ARCHIVE) as archive:
            return self.resolve_string(archive.read(url.partition("://")[2]), context, base_url=url)


@cache
def _schema(url: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Archive())
    return etree.XMLSchema(etree.parse(url, parser))


def faults(document: str | bytes, url: str) -> list[str]:
    """What a schema has against a document, by line; nothing where it is valid."""
    schema = _schema(url)
    schema.validate(etree.fromstring(document.encode() if isinstance(document, str) else document))
    return [f"{fault.line}: {fault.message}" for fault in schema.error_log]
