"""For analysts: published layers as GeoDataFrames, overlays, slips and maps, from the database or over the network.

>>> from sdi.notebook import connect
>>> sdi = connect("https://sdi.example.vn")
>>> zones = sdi.layer("planning_zones", where="function = 'NO'")
>>> sdi.map(zones)

Asked by a URL it needs the packages of ``requirements/client.txt`` and no other (ADR 0030): the database, the server
and what they need are imported only where a database is asked.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from sdi.errors import MissingComponent, SdiError, UsageError
from sdi.notebook import plots
from sdi.notebook.desk import Desk
from sdi.notebook.source import Source
from sdi.notebook.tables import table

__all__ = ["Desk", "MissingComponent", "SdiError", "UsageError", "connect", "plots", "table"]

_OF_DATABASE = ("postgresql://", "postgres://")


def connect(
    target: str | None = None,
    *,
    key: str | None = None,
    audience: str | None = None,
    cache: Path | str | bool = True,
    progress: bool = True,
) -> Desk:
    """Whoever is asked from now on.

    Args:
        target: Any address of the service (``https://sdi.example.vn``, with or without ``/api``), or of a database
            (``postgresql://…``). None: ``SDI_URL``; else the database of the settings, on the server.
        key: An API key; None takes ``SDI_API_KEY``. Only for the service.
        audience: "public", "agency" or "internal": as whom the database is read; None is the most that the login may.
        cache: Folder of answers that are asked for again with their tags; True is the usual place, False none.
        progress: Whether to show how far a long answer is.

    Raises:
        MissingComponent: Nobody answers there, or the packages for a database are not here.
        UsageError: There is something else at this address.
    """
    target = target or os.environ.get("SDI_URL")
    return Desk(_source(target, key or os.environ.get("SDI_API_KEY"), audience, cache), progress)


def _source(target: str | None, key: str | None, audience: str | None, cache: Path | str | bool) -> Source:
    if target is None or target.startswith(_OF_DATABASE):
        if importlib.util.find_spec("psycopg") is None or importlib.util.find_spec("sdi.db") is None:
            raise MissingComponent(
                "Ở đây chỉ cài phần dành cho người phân tích, chưa có phần đọc thẳng cơ sở dữ liệu."
                if target
                else "Chưa cho biết lấy dữ liệu ở đâu.",
                "Ghi địa chỉ dịch vụ: connect('https://sdi.example.vn'), hoặc đặt biến môi trường SDI_URL.",
            )
        from sdi.notebook.database import Database

        return Database(target, audience)
    from sdi.notebook.api import Service
    from sdi.notebook.cache import Cache, default_folder

    kept = None
    if cache:
        kept = Cache(default_folder() if cache is True else Path(cache))
        kept.prune()
    return Service(target, key, kept)
