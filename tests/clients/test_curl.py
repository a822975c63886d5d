"""What people do with curl in scripts: compressed, only when it changed, in parts, page after page, long questions."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from clients.installation import Installation

pytestmark = pytest.mark.clients

PARCELS = "/api/collections/parcels"


def curl(installation: Installation, path: str, *options: str) -> str:
    """What curl writes for an address of the service."""
    return installation.run(["curl", "--silent", "--show-error", *options, installation.base + path]).stdout


def answered(installation: Installation, path: str, *options: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body."""
    head, _, body = curl(installation, path, "--dump-header", "-", *options).partition("\n\n")
    status, *lines = head.splitlines()
    return int(status.split()[1]), {n.lower(): v for n, v in (line.split(": ", 1) for line in lines)}, body


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_compressed_answers_are_the_same(installation: Installation, encoding: str) -> None:
    path = f"{PARCELS}/items?limit=500&f=json"
    plain, (status, headers, body) = (
        curl(installation, path),
        answered(installation, path, "--compressed", "--header", f"Accept-Encoding: {encoding}"),
    )
    assert (status, headers["content-encoding"]) == (200, encoding)
    assert without_moment(body) == without_moment(plain)


def without_moment(body: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(body)
    found.pop("timeStamp", None)
    return found


@pytest.mark.parametrize("path", [f"{PARCELS}/items?limit=50", f"{PARCELS}/items?f=csv&limit=50", "/api/openapi"])
def test_what_did_not_change_is_not_sent_again(installation: Installation, tmp_path: Path, path: str) -> None:
    tag = str(tmp_path / "tag")
    first = curl(installation, path, "--etag-save", tag)
    status, _, body = answered(installation, path, "--etag-compare", tag)
    assert first and (status, body) == (304, "")


def test_head_and_options(installation: Installation) -> None:
    head = curl(installation, f"{PARCELS}/items?limit=1", "--head").lower()
    assert head.startswith("http/1.1 200") and "content-type: application/geo+json" in head
    status, headers, _ = answered(installation, f"{PARCELS}/items", "--request", "OPTIONS")
    assert status in (200, 204) and {"GET", "HEAD"} <= set(re.split(r",\s*", headers["allow"]))
    assert "POST" not in headers["allow"]


def test_a_download_that_broke_off_goes_on(installation: Installation, tmp_path: Path) -> None:
    links = [link for link in installation.get(f"{PARCELS}?f=json")["links"] if link["rel"] == "enclosure"]
    address = next(link["href"] for link in links if link["href"].endswith(".fgb")).removeprefix(installation.base)
    whole, part = tmp_path / "whole.fgb", tmp_path / "part.fgb"
    curl(installation, address, "--output", str(whole))
    content = whole.read_bytes()
    part.write_bytes(content[: len(content) // 3])
    told = curl(installation, address, "--output", str(part), "--continue-at", "-", "--write-out", "%{size_download}")
    assert part.read_bytes() == content
    assert int(told) == len(content) - len(content) // 3


def test_pages_by_the_header_that_names_the_next(installation: Installation) -> None:
    """As a script walks through CSV, which has no links of its own."""
    address, rows = f"{PARCELS}/items?f=csv&limit=700", []
    while address:
        status, headers, body = answered(installation, address)
        assert status == 200
        rows += body.splitlines()[1:]
        following = re.search(r'<([^>]+)>;[^,]*rel="?next"?', headers.get("link", ""))
        address = following[1].removeprefix(installation.base) if following else ""
    assert len(rows) == len(set(rows)) == installation.counts("pub")["parcels"]


def test_a_long_question_by_post(installation: Installation) -> None:
    numbers = [{"op": "=", "args": [{"property": "parcel_id"}, f"21028-2-{n}"]} for n in range(1, 400)]
    question = {"filter": {"op": "or", "args": numbers}, "filter-lang": "cql2-json", "limit": 1000}
    found = json.loads(curl(installation, f"{PARCELS}/search", "--json", json.dumps(question)))
    ids = {feature["id"] for feature in found["features"]}
    wanted = installation.desk.all("SELECT feature_id FROM pub.parcels WHERE feature_id ~ '^21028-2-[0-9]{1,3}$'")
    assert ids == {name for (name,) in wanted if int(name.rsplit("-", 1)[1]) < 400} and ids


@pytest.mark.parametrize(("language", "words"), [("vi", "Không có tham số"), ("en", "There is no parameter")])
def test_errors_say_why_and_fail(installation: Installation, language: str, words: str) -> None:
    done = subprocess.run(
        ["curl", "--silent", "--fail-with-body", "--header", f"Accept-Language: {language}",
         f"{installation.base}{PARCELS}/items?colour=red"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 22
    problem = json.loads(done.stdout)
    assert problem["status"] == 400 and words in problem["detail"] and "colour" in problem["detail"]
