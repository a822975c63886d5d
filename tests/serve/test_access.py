"""Keys, sessions, the audit log and limits, through the whole application."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from serve_kit import Town, run
from starlette.testclient import TestClient

from sdi.db.keys import create_key, list_keys, revoke_key
from sdi.db.roles import GATE, ISSUER, audience_url
from sdi.model import Audience
from sdi.serve import gate as gates
from sdi.serve.access import COOKIE
from sdi.settings import Settings

SECRET = "/api/collections/substations"
FOR_AGENCIES = "/api/collections/control_points"
HERE = {"Origin": "http://testserver"}


@pytest.fixture(scope="module")
def owner(town: Town) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(town.url, autocommit=True) as connection:
        yield connection


Make = Callable[..., tuple[int, dict[str, str]]]


@pytest.fixture(scope="module")
def make(owner: psycopg.Connection[Any], client: TestClient) -> Make:
    """A new key that the application knows already: its number, and the header."""

    def made(audience: str, *scopes: str, **more: Any) -> tuple[int, dict[str, str]]:
        number, key = create_key(
            owner, Audience(audience), scopes or ("read",), "Sở Xây dựng", "thử", actor="test", **more
        )
        headers = {"X-API-Key": key}
        if "expires_at" not in more:
            soon(lambda: client.get("/api/collections", headers=headers).status_code == 200)
        return number, headers

    return made


def soon(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 4 * gates.LOOK_EVERY_S
    while not holds():
        assert time.monotonic() < deadline, "not within seconds"
        time.sleep(0.05)


def audit(owner: psycopg.Connection[Any], action: str) -> list[tuple[Any, ...]]:
    return owner.execute(
        "SELECT actor, audience, object, outcome, times FROM meta.audit WHERE action = %s ORDER BY id", (action,)
    ).fetchall()


# --- keys ---------------------------------------------------------------------------------------------------


def test_a_key_opens_what_its_audience_may_read_in_either_header(client: TestClient, make: Make) -> None:
    _, agency = make("agency")
    bearer = {"Authorization": f"Bearer {agency['X-API-Key']}"}
    for headers in (agency, bearer):
        assert client.get(FOR_AGENCIES, headers=headers).status_code == 200
        assert client.get(SECRET, headers=headers).status_code == 404
        answer = client.get(f"{FOR_AGENCIES}/items", headers=headers)
        assert answer.headers["cache-control"] == "private, no-store"
        assert {"X-API-Key", "Authorization", "Cookie"} <= set(answer.headers["vary"].split(", "))
    assert client.get(FOR_AGENCIES).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"X-API-Key": "sdi_unknown"},
        {"X-API-Key": ""},
        {"X-API-Key": "\xff\xfe"},
        {"Authorization": "Bearer sdi_unknown"},
        {"Authorization": "Bearer a.b.c"},
        {"Authorization": "Basic c2RpOnNkaQ=="},
    ],
)
def test_an_unknown_key_is_refused_everywhere(client: TestClient, headers: dict[str, str]) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    for path in ("/", "/api/collections", "/api/collections/parcels/items", "/api/slip/21025-12-1", "/nowhere"):
        answer = client.get(path, headers=raw)  # type: ignore[arg-type]
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_an_expired_key_is_unknown(client: TestClient, make: Make) -> None:
    _, over = make("internal", expires_at=datetime.now(UTC) - timedelta(seconds=1))
    time.sleep(1.5 * gates.LOOK_EVERY_S)
    assert client.get("/api/collections", headers=over).status_code == 401
    _, soon_over = make("internal", expires_at=datetime.now(UTC) + timedelta(seconds=3))
    soon(lambda: client.get(SECRET, headers=soon_over).status_code == 200)
    soon(lambda: client.get(SECRET, headers=soon_over).status_code == 401)


def test_a_revoked_key_is_unknown_within_seconds_and_stays_so(
    client: TestClient, owner: psycopg.Connection[Any], make: Make
) -> None:
    number, headers = make("internal")
    assert client.get(SECRET, headers=headers).status_code == 200
    revoke_key(owner, number, actor="test")
    soon(lambda: client.get(SECRET, headers=headers).status_code == 401)
    with pytest.raises(psycopg.errors.RaiseException):
        owner.execute("UPDATE meta.access_key SET revoked_at = NULL WHERE id = %s", (number,))
    with pytest.raises(psycopg.errors.RaiseException):
        owner.execute("UPDATE meta.access_key SET audience = 'internal'")
    with pytest.raises(psycopg.errors.RaiseException):
        owner.execute("DELETE FROM meta.access_key")


def test_keys_are_kept_as_digests(owner: psycopg.Connection[Any], make: Make) -> None:
    _, headers = make("agency")
    everything = owner.execute("SELECT k::text FROM meta.access_key AS k").fetchall()
    everything += owner.execute("SELECT a::text FROM meta.audit AS a").fetchall()
    assert headers["X-API-Key"] not in str(everything)
    assert {key.purpose for key in list_keys(owner)} >= {"thử", "secrets/api_key_agency"}


def test_a_key_for_some_collections_opens_no_others(client: TestClient, make: Make) -> None:
    _, narrow = make("internal", "read:control_points")
    assert client.get(f"{FOR_AGENCIES}/items", headers=narrow).status_code == 200
    listed = client.get("/api/collections", headers=narrow).json()["collections"]
    assert [one["id"] for one in listed] == ["control_points", "catalogue"]
    records = client.get("/api/collections/catalogue/items", headers=narrow).json()
    assert [one["id"] for one in records["features"]] == ["control_points"] and records["numberMatched"] == 1
    for path in ("", "/items", "/items/21025-12-1", "/schema", "/tiles", "/changes?since=0"):
        assert client.get(f"/api/collections/parcels{path}", headers=narrow).status_code == 403, path
        assert client.get(f"{SECRET}{path}", headers=narrow).status_code == 404, path
        absent = client.get(f"/api/collections/absent{path}", headers=narrow)
        assert client.get(f"{SECRET}{path}", headers=narrow).json() == absent.json(), path
    assert client.get("/api/slip/21025-12-1", headers=narrow).status_code == 403
    assert client.get("/api/processes", headers=narrow).status_code == 403


def test_a_key_without_the_right_to_issue_is_403(client: TestClient, make: Make) -> None:
    _, reader = make("internal", "read")
    assert client.post("/api/slip/21025-12-1", headers=reader).status_code == 403


def test_a_database_that_is_away_for_long_lets_no_key_in(client: TestClient, keys: dict[str, dict[str, str]]) -> None:
    gate = client.app.state.gate  # type: ignore[attr-defined]
    looked, gate._look = gate._look, lambda connection: None
    try:
        time.sleep(1.5 * gates.LOOK_EVERY_S)
        gate._looked -= gates.STALE_S
        assert client.get(SECRET, headers=keys["internal"]).status_code == 503
        assert client.get("/api/collections").status_code == 200
    finally:
        gate._look = looked
    soon(lambda: client.get(SECRET, headers=keys["internal"]).status_code == 200)


# --- sessions -----------------------------------------------------------------------------------------------


def sign_in(client: TestClient, key: str, **fields: str) -> Any:
    return client.post("/login", data={"key": key, **fields}, headers=HERE, follow_redirects=False)


@pytest.fixture
def browser(client: TestClient) -> Iterator[TestClient]:
    """The client with a cookie jar of its own."""
    client.cookies.clear()
    yield client
    client.cookies.clear()


def test_a_session_reads_as_its_key_and_ends_everywhere_at_sign_out(browser: TestClient, make: Make) -> None:
    _, headers = make("internal", "read", "operate")
    answer = sign_in(browser, headers["X-API-Key"], next="/api/collections")
    assert (answer.status_code, answer.headers["location"]) == (303, "/api/collections")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie
    assert headers["X-API-Key"] not in cookie
    assert browser.get(SECRET).status_code == 200
    page = browser.get("/login").text
    assert "Sở Xây dựng" in page
    token = page.split('name="token" value="')[1].split('"')[0]
    kept = browser.cookies[COOKIE]
    assert browser.post("/logout", data={"token": "other"}, headers=HERE).status_code == 403
    assert browser.post("/logout", data={"token": token}).status_code == 403  # no page of ours sent it
    assert browser.post("/logout", data={"token": token}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert browser.get(SECRET).status_code == 200
    assert browser.post("/logout", data={"token": token}, headers=HERE, follow_redirects=False).status_code == 303
    assert browser.get(SECRET).status_code == 404
    stolen = {"Cookie": f"{COOKIE}={kept}"}
    assert browser.get(SECRET, headers=stolen).status_code == 404


def test_a_session_ends_with_its_key(browser: TestClient, owner: psycopg.Connection[Any], make: Make) -> None:
    number, headers = make("internal")
    sign_in(browser, headers["X-API-Key"])
    assert browser.get(SECRET).status_code == 200
    revoke_key(owner, number, actor="test")
    soon(lambda: browser.get(SECRET).status_code == 404)


@pytest.mark.parametrize("change", ["begun", "other", "cut", "none"])
def test_a_cookie_that_we_did_not_sign_is_nobody(browser: TestClient, make: Make, change: str) -> None:
    import jwt

    number, headers = make("internal")
    said = {"key": number, "jti": "a" * 32, "iat": int(time.time()), "exp": int(time.time()) + 600}
    value = {
        "begun": jwt.encode({**said, "exp": 1}, browser.app.state.gate.sessions._secret, "HS256"),  # type: ignore[attr-defined]
        "other": jwt.encode(said, b"x" * 32, "HS256"),
        "cut": "a.b",
        "none": jwt.encode(said, None, "none"),
    }[change]
    assert browser.get(SECRET, headers={"Cookie": f"{COOKIE}={value}"}).status_code == 404


def test_signing_in_with_a_wrong_key_leads_nowhere(browser: TestClient) -> None:
    answer = sign_in(browser, "sdi_wrong", next="//evil.example/")
    assert answer.status_code == 401 and "set-cookie" not in answer.headers
    assert "evil" not in answer.text and "sdi_wrong" not in answer.text
    assert browser.post("/login", data={"key": "x"}, headers={"Origin": "https://evil.example"}).status_code == 403


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_signing_in_leads_to_no_other_site(browser: TestClient, make: Make, place: str) -> None:
    _, headers = make("agency")
    assert sign_in(browser, headers["X-API-Key"], next=place).headers["location"] == "/login"


# --- the audit log ------------------------------------------------------------------------------------------


def test_reads_of_agencies_are_told_and_those_of_the_public_are_not(
    client: TestClient, owner: psycopg.Connection[Any], make: Make
) -> None:
    number, headers = make("agency")
    for _ in range(5):
        client.get(f"{FOR_AGENCIES}/items?limit=3", headers=headers)
    client.get("/api/collections/parcels/items?limit=7")
    client.get("/api/collections", headers={"X-API-Key": "sdi_wrong"})
    actor = f"key {number} · Sở Xây dựng"

    def told() -> int:
        rows = [row for row in audit(owner, "read") if row[0] == actor and row[2] == f"{FOR_AGENCIES}/items?limit=3"]
        return sum(row[4] for row in rows)

    soon(lambda: told() == 5)
    assert "limit=7" not in str(audit(owner, "read"))
    soon(lambda: any(row[3] == "401" for row in audit(owner, "denied")))
    assert [row[0] for row in audit(owner, "key created")].count("test") >= 1


def test_the_audit_log_is_append_only_and_closed_to_serving_roles(
    owner: psycopg.Connection[Any], town: Town, settings: Settings
) -> None:
    for statement in ("UPDATE meta.audit SET actor = 'x'", "DELETE FROM meta.audit", "TRUNCATE meta.audit"):
        with pytest.raises(psycopg.errors.RaiseException):
            owner.execute(statement)
    for role in (*Audience, ISSUER, GATE):
        with psycopg.connect(audience_url(town.url, settings, role), autocommit=True) as connection:
            for table in ("audit", "access_key", "login", "ended_session"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(f"SELECT FROM meta.{table}")
            if role != GATE:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute("SELECT gate.keys()")
    with psycopg.connect(audience_url(town.url, settings, GATE), autocommit=True) as connection:
        connection.execute('SELECT gate.record(\'[{"actor": "x", "action": "publish", "object": "x", "times": 1}]\')')
    assert "x" not in [row[0] for row in audit(owner, "publish")]


# --- other sites --------------------------------------------------------------------------------------------


def test_other_sites_read_what_is_open_and_write_nothing(client: TestClient) -> None:
    foreign = {"Origin": "https://other.example"}
    assert client.get("/api/collections", headers=foreign).headers["access-control-allow-origin"] == "*"
    answer = client.post("/api/slip/21025-12-1", headers=foreign)
    assert answer.status_code == 403 and "access-control-allow-origin" not in answer.headers
    for path in ("/api/slip/21025-12-1", "/login", "/logout"):
        asked = {**foreign, "Access-Control-Request-Method": "POST"}
        assert "access-control-allow-origin" not in client.options(path, headers=asked).headers
    reading = {**foreign, "Access-Control-Request-Method": "GET"}
    assert "POST" not in client.options("/api/slip/x", headers=reading).headers["access-control-allow-methods"]


@pytest.mark.parametrize(("zone", "end"), [(None, "2030-06-30 17:00"), ("UTC", "2030-07-01 00:00")])
def test_days_of_commands_are_the_province_s(
    owner: psycopg.Connection[Any], settings: Settings, town: Town, zone: str | None, end: str
) -> None:
    """On a server that keeps UTC too: told, kept and looked for by the same days."""
    given = {"TZ": zone} if zone else {}
    name = f"gio_{(zone or 'viet_nam').lower()}"
    words = ("logins", "create", name, "--audience", "agency", "--expires", "2030-06-30")
    said = run(settings, *words, url=town.url, **given)
    assert "30/06/2030" in said
    until = owner.execute("SELECT expires_at AT TIME ZONE 'UTC' FROM meta.login WHERE name = %s", (name,)).fetchone()
    assert until is not None and f"{until[0]:%Y-%m-%d %H:%M}" == end
    today = datetime.now(ZoneInfo(zone or "Asia/Ho_Chi_Minh")).date()
    for since, there in ((today, True), (today + timedelta(days=1), False)):
        assert ("login created" in run(settings, "audit", "--since", str(since), url=town.url, **given)) == there
