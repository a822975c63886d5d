"""A list that people read in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlencode

from sdi.serve.problems import Problem
from sdi.wording import wording

if TYPE_CHECKING:
    from sdi.serve.site.asking import Asked

T = TypeVar("T")


@dataclass(frozen=True)
class Listing(Generic[T]):
    """One page of a list.

    Attributes:
        shown: What is on it.
        page: Its number, from 1.
        pages: How many there are, at least 1.
    """

    shown: Sequence[T]
    page: int
    pages: int

    @classmethod
    def of(cls, found: Sequence[T], page: str | None, size: int) -> Listing[T]:
        """The page that was asked for.

        Raises:
            Problem: 400, it is no number; 404, there are fewer pages.
        """
        text = page or "1"
        if not (text.isascii() and text.isdigit() and int(text[:9]) > 0 and len(text) < 9):
            raise Problem(400, wording("site.bad_page"))
        pages = max(-(-len(found) // size), 1)
        if int(text) > pages:
            raise Problem(404, wording("problems.no_page"))
        return cls(found[(int(text) - 1) * size : int(text) * size], int(text), pages)

    def told(self, asked: Asked) -> dict[str, Any]:
        """Links to the pages beside this one, for programs."""
        kept = {key: value for key, value in asked.request.query_params.items() if key != "page"}
        beside = {"prev": self.page - 1, "next": self.page + 1}
        links = [
            {"rel": rel, "href": f"{asked.root}{asked.request.url.path}?{urlencode(kept | {'page': number})}"}
            for rel, number in beside.items()
            if 1 <= number <= self.pages
        ]
        return {"page": self.page, "pages": self.pages, "links": links}
