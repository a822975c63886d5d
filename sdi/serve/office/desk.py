"""What the officers' pages of one worker share: who may come in, what they read from, and their orders."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import psycopg
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sdi.db.connect import READING, Connection, url_of
from sdi.model import Audience
from sdi.publish.differences import Difference
from sdi.serve.access import VARY, Identity, identity, require
from sdi.serve.editions import Edition
from sdi.serve.negotiation import language
from sdi.serve.office.jobs import Jobs
from sdi.serve.pages import render, site_path
from sdi.serve.problems import Problem, of_database
from sdi.serve.recent import Recent
from sdi.settings import Settings

TIMEOUT = "20s"
"""Longest statement of a page."""


COMPARED = 24
"""Held loads of a worker whose differences are kept."""


class OfficeDesk:
    """See above.

    Args:
        settings: Of the installation.
        database_url: The owner's; pages read with it and cannot write.
    """

    def __init__(self, settings: Settings, database_url: str) -> None:
        self._url = url_of(database_url, wanted=READING)
        self.settings = settings
        self.jobs = Jobs(settings)
        self.compared: Recent[Hashable, list[Difference]] = Recent(COMPARED)
        """What held loads would change: comparing a million rows takes seconds, and pages are opened more than once."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot of everything, in which nothing can be written.

        Raises:
            Problem: The database does not answer.
        """
        try:
            with psycopg.connect(self._url, application_name="sdi-office", connect_timeout=5) as connection:
                connection.read_only = True
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                connection.execute(f"SET LOCAL statement_timeout = '{TIMEOUT}'")
                yield connection
        except psycopg.Error as error:
            raise of_database(error, "office", Audience.INTERNAL) from error


def desk_of(request: Request) -> OfficeDesk:
    """The desk of the worker that was asked."""
    found: OfficeDesk = request.app.state.office
    return found


def officer(request: Request) -> Identity:
    """Who asks, if they are an officer of the department.

    Raises:
        Problem: 303 to where one signs in, for the public that wants to read a page; 401 or 403.
    """
    try:
        return require(request, "operate", Audience.INTERNAL)
    except Problem as problem:
        if problem.status == 401 and request.method == "GET":
            asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            raise Problem(
                303, problem.detail, headers={"Location": f"{site_path(request)}/login?next={quote(asked)}"}
            ) from None
        raise


def spoken(request: Request) -> str:
    """Language of the page."""
    return language(request, "html")


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page that nobody keeps, from ``templates/office/<template>``."""
    edition: Edition = request.app.state.edition(request)
    said = spoken(request)
    headers = {"Content-Language": said, "Cache-Control": "private, no-store", "Vary": VARY}
    return render(
        request, f"office/{template}", edition=edition, status=status, headers=headers,
        titles={name: layer.title.get(said) for name, layer in edition.project.collections.items()}, **context,
    )  # fmt: skip


def to(request: Request, path: str) -> Response:
    """Go on to another page of the office, in the same language."""
    following = "?lang=en" if spoken(request) == "en" else ""
    return RedirectResponse(f"{site_path(request)}/office{path}{following}", 303, headers={"Cache-Control": "no-store"})


def who(request: Request) -> str:
    """The officer's name, as the log has it."""
    return identity(request).name
