"""A page as a reader meets it: what is said, what can be followed, what can be reached."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

VIETNAMESE = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
SPOKEN = ("aria-label", "title", "alt", "placeholder")
EMPTY = {"meta", "link", "input", "br", "img", "hr"}


class Page(HTMLParser):
    """Texts, links and controls of a page.

    Attributes:
        said: All texts that a reader sees or hears, with those of attributes.
        links: Addresses of ``<a>``.
        elements: Every element, as its name and attributes.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._foreign: list[bool] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        self.said += [attributes[name] for name in SPOKEN if name in attributes]
        if tag not in EMPTY:  # what speaks another language says so
            self._foreign.append("lang" in attributes and tag != "html")

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            self._foreign.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(self._foreign):
            self.said.append(data.strip())

    def having(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """Attributes of the elements of that name that have these ones."""
        found = (own for name, own in self.elements if name == tag)
        return [own for own in found if attributes.items() <= own.items()]

    def vietnamese(self, *data: str) -> list[str]:
        """Texts with Vietnamese letters that are none of the data."""
        known = " ".join(data)
        return [text for text in self.said if VIETNAMESE.search(text) and text not in known]


def language_of(address: str) -> str:
    """Which language a link asks for."""
    return parse_qs(urlsplit(address).query).get("lang", ["vi"])[0]
