"""Help and wrong usage: Vietnamese, with what to type instead, and exit code 2; no database is needed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SDI = Path(sys.executable).with_name("sdi")
ENGLISH = re.compile(
    r"\b(usage|options?|arguments?|commands?|missing|invalid|unexpected|error|show|required|default)\b", re.I
)


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SDI_")}
    return subprocess.run(
        [SDI, *words], cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("words", [(), ("--help",), ("load", "--help"), ("layers", "--help"), ("overlay", "--help")])
def test_help_is_vietnamese(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == (0 if words else 2)
    assert done.stderr == ""
    assert "Cách dùng: sdi" in done.stdout
    assert not ENGLISH.search(re.sub(r"--\w+|\b[A-Z]+\b", "", done.stdout))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("load",), "thiếu LAYER. Cách dùng: sdi load LAYER SOURCES…"),
        (("foo",), "không có lệnh foo"),
        (("layers", "foo"), "không có lệnh foo. Cách dùng: sdi layers"),
        (("load", "trees", "x", "--bad"), "không có tùy chọn --bad"),
        (("load", "trees", "x", "--dry"), "--dry-run"),
        (("load", "trees", "x", "--crs"), "--crs thiếu giá trị"),
        (("status", "x"), "thừa tham số. Cách dùng: sdi status."),
        (("publish", "x"), "giá trị của RELEASE… không hợp lệ"),
        (("overlay", "--format", "x"), "hãy dùng: table, json, geojson, csv"),
        (("load", "trees", "x", "--report", "x.txt"), ".html hoặc .json"),
        (("load", "trees", "x", "--report", "x"), ".html hoặc .json"),
    ],
)
def test_wrong_usage_says_what_and_how(words: tuple[str, ...], says: str) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert not ENGLISH.search(re.sub(r"--\w+|\b[A-Z]+\b", "", done.stderr))


@pytest.mark.parametrize(
    ("url", "code", "says"),
    [
        ("nonsense", 2, "không đọc được"),
        ("postgresql://a:b@127.0.0.1:1/x", 3, "Connection refused"),
    ],
)
@pytest.mark.parametrize("words", [("status",), ("releases", "trees")])
def test_an_address_that_leads_nowhere(words: tuple[str, ...], url: str, code: int, says: str) -> None:
    done = run(*words, SDI_DATABASE_URL=url)
    assert done.returncode == code
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("given", "told"), [({}, "+0700"), ({"TZ": "UTC"}, "+0000")])
def test_time_is_the_province_s_also_on_a_server_that_keeps_utc(given: dict[str, str], told: str) -> None:
    asked = "import time; from sdi.cli.app import project, settings; project(settings()); print(time.strftime('%z'))"
    environment = {name: value for name, value in os.environ.items() if name != "TZ"} | given
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == told
