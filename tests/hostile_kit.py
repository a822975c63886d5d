"""What bad people send, and what no answer may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_from_bytes, urlencode

import httpx
from starlette.testclient import TestClient

ROOT = str(Path(__file__).parents[1])
VIETNAMESE = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")

SQL = (
    "' OR '1'='1", "'; DROP TABLE data.parcels; --", "1) UNION SELECT version()--", '"; SELECT pg_sleep(9); --',
    "$$; COMMIT; $$", "\\'; --", "1; RESET ROLE", "%s", "%(epoch)s", "{}", "{0.__class__}", "E'\\x00'",
    "parcels--", "/*",
)  # fmt: skip
TRAVERSAL = (
    "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "....//....//etc/passwd", "/etc/passwd", "file:///etc/passwd",
    "..\\..\\windows\\win.ini", "C:\\boot.ini", "parcels/../roads", ".", "..", "~root", "\\\\host\\share",
)  # fmt: skip
HEADERS = (
    "a\r\nX-Injected: 1",
    "a\nX-Injected: 1",
    "a\r\n\r\n<html>",
    "\u560a\u560dX-Injected: 1",
    "a; X-Injected=1",
    '"; a="',
)
TEMPLATES = ("{{7*7}}", "${7*7}", "<%= 7*7 %>", "#{7*7}", "{{config}}", "{% raw %}", "${jndi:ldap://127.0.0.1/x}")
MARKUP = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "]]>", "<!--",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "&#0;", "=HYPERLINK(1)",
)  # fmt: skip
NUMBERS = (
    "9" * 400, "-" + "9" * 400, "1e309", "-1e309", "1e-400", "NaN", "Infinity", "-Infinity", "-0", "-1", "0x10",
    "1_000",
    "١٢", "１２", "²", str(2**31), str(2**63), str(2**64), "00", "1.5", "1,2,3,4", "1e400,1,2,3", "180,90,-180,-90",
    "NaN,NaN,NaN,NaN", "0,0,0,0,0", ",,,",
)  # fmt: skip
TEXTS = (
    "", " ", "%", "%00", "\0", "a\0b", "\ufffd", "\ufeff", "\uffff", "\U0010ffff", "\u202eabc", "e" + "\u0301" * 200,
    "🏠" * 50, "a" * 9_000, "[" * 5_000, "(" * 5_000, '{"a":', "[]", "null", "true", "\x7f\x1b[31m", "..", "2026-13-45",
    "9999-99-99/..", "../..", "0000-01-01/9999-12-31", "http://www.opengis.net/def/crs/EPSG/0/999999999",
)  # fmt: skip
BYTES = (b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"a\xc3")
"""No UTF-8: halves of characters (surrogates), overlong forms, beyond Unicode."""

INJECTIONS: tuple[str | bytes, ...] = (
    *SQL, *TRAVERSAL, *HEADERS, *TEMPLATES, *MARKUP, *NUMBERS, *TEXTS, *BYTES,
)  # fmt: skip

_LEAKS = re.compile(
    r"psycopg|Traceback|site-packages|\bLINE \d|syntax error at|relation \\?\"|does not exist|sqlstate|"
    r"File \\?\"|root:x:|uvicorn|starlette|pub_(?:agency|internal)|" + re.escape(ROOT),
    re.IGNORECASE,
)


class _Active(HTMLParser):
    """What would act in a page: handlers, scripts that stand in it, addresses that are scripts, foreign pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        acts = any(name.startswith("on") for name in told) or (tag == "script" and "src" not in told)
        addresses = (told.get(name, "").strip().lower() for name in ("href", "src", "action"))
        if acts or any(address.startswith(("javascript:", "data:")) for address in addresses) or told.get("src") == "x":
            self.found.append(str(self.get_starttag_text()))


def encoded(value: str | bytes, safe: str = "") -> str:
    """As an address has it; halves of characters as their bytes."""
    return quote_from_bytes(value, safe) if isinstance(value, bytes) else quote(value, safe, errors="surrogatepass")


def query(**values: str | bytes) -> str:
    """A query string."""
    return urlencode(values, quote_via=lambda value, safe, *_: encoded(value, safe))


def is_well(answer: httpx.Response, said: str | bytes = "") -> None:
    """No fault of ours, nothing told of what is inside, nothing carried out."""
    about = f"{answer.request.method} {str(answer.request.url)[:300]} → {answer.status_code} {answer.text[:500]}"
    assert answer.status_code != 429 and (answer.status_code < 500 or answer.status_code == 503), about
    assert "x-injected" not in answer.headers, about
    kind = answer.headers.get("content-type", "")
    if answer.status_code >= 400:
        assert kind == "application/problem+json" or kind.startswith("text/html"), about
    if kind == "application/problem+json":
        problem = answer.json()
        assert problem["status"] == answer.status_code and problem["title"] and problem["detail"], about
    if answer.status_code >= 400 or kind.startswith("text/html"):
        told = answer.text.replace(said, "") if isinstance(said, str) and said else answer.text
        assert not _LEAKS.search(told), (_LEAKS.findall(told), about)
    if kind.startswith("text/html"):
        page = _Active()
        page.feed(answer.text)
        assert not page.found, (page.found, about)


def speaks_both(client: TestClient, path: str, **more: Any) -> None:
    """An error is told in Vietnamese, and in English without a Vietnamese letter but for those that were asked."""
    vi, en = (client.request("GET", path, headers={"Accept-Language": language}, **more) for language in ("vi", "en"))
    assert vi.status_code == en.status_code, path
    if vi.status_code < 400 or vi.headers["content-type"] != "application/problem+json":
        return
    for member in ("title", "detail"):
        asked = set(VIETNAMESE.findall(path + str(more)))
        assert VIETNAMESE.search(vi.json()[member]), (path, vi.json())
        assert not set(VIETNAMESE.findall(en.json()[member])) - asked, (path, en.json())
    assert vi.headers["content-language"] == "vi" and en.headers["content-language"] == "en", path


def addresses(document: dict[str, Any], defaults: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every path with GET of an OpenAPI document, once for each of its parameters: an address with ``{}`` in the place
    of that parameter's value, and the parameter's name."""
    root = document["servers"][0]["url"].rsplit("/api", 1)[0]
    base = document["servers"][0]["url"].removeprefix(root)
    for path, operations in document["paths"].items():
        if "get" not in operations:
            continue
        parameters = [
            _resolved(document, found)
            for found in (*operations.get("parameters", ()), *operations["get"].get("parameters", ()))
        ]
        inner = [p["name"] for p in parameters if p["in"] == "path"]
        for name in inner:
            values = {other: defaults.get(other, "x") for other in inner} | {name: "{}"}
            yield base + _filled(path, values), name
        plain = base + _filled(path, {name: defaults.get(name, "x") for name in inner})
        for parameter in parameters:
            if parameter["in"] == "query":
                yield f"{plain}?{parameter['name']}={{}}", parameter["name"]


def _filled(path: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def _resolved(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node
