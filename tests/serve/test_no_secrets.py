"""No command, page, error or log tells a secret."""

from __future__ import annotations

import stat
from typing import Any

import pytest
from serve_kit import Town, run
from starlette.testclient import TestClient

from sdi.settings import Settings

PASSWORD = "geheim-4711"


def secrets_of(settings: Settings, url: str) -> dict[str, str]:
    found = {path.name: path.read_text().strip() for path in (settings.state_dir / "secrets").iterdir()}
    found = {name: text for name, text in found.items() if "BEGIN" not in text}
    return found | {"owner": url.split("://")[1].split("@")[0].split(":")[1]}


def test_first_start_makes_random_secrets_for_nobody_else(client: TestClient, settings: Settings) -> None:
    folder = settings.state_dir / "secrets"
    names = {path.name for path in folder.iterdir()}
    roles = {f"role_{role}" for role in ("public", "agency", "internal", "issuer", "gate")}
    assert roles | {"session", "api_key_agency", "api_key_internal"} <= names
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    values = [path.read_text() for path in folder.iterdir()]
    assert len(set(values)) == len(values) and min(map(len, values)) >= 32


def test_commands_tell_none(client: TestClient, town: Town, settings: Settings) -> None:
    hidden = secrets_of(settings, town.url)
    made = run(settings, "keys", "create", "--audience", "agency", "--owner", "Sở", "--purpose", "thử", url=town.url)
    key = made.strip().splitlines()[-1]
    assert key.startswith("sdi_") and client is not None
    login = run(settings, "logins", "create", "thu_nghiem", "--audience", "agency", url=town.url)
    hidden |= {"new key": key, "new login": login.strip().splitlines()[-1]}
    said = {
        words: run(settings, *words.split(), url=town.url)
        for words in (
            "status", "doctor", "keys list", "logins list", "audit", "audit --format json", "audit --format csv",
            "sync", "layers", "releases parcels", "keys revoke 999", "logins revoke niemand", "load parcels /nowhere",
        )
    }  # fmt: skip
    assert "Sở" in said["keys list"] and "key created" in said["audit"] and "login created" in said["audit"]
    for words, text in said.items():
        assert not [name for name, secret in hidden.items() if secret in text], words
    assert not [name for name, secret in hidden.items() if name != "new key" and secret in made]


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://sdi:{PASSWORD}@127.0.0.1:1/sdi",
        f"postgres//sdi:{PASSWORD}@127.0.0.1/sdi",
        f"host=127.0.0.1 port=1 {PASSWORD}",
        f"host=127.0.0.1 port=1 password='{PASSWORD}",
        f"postgresql://sdi:{PASSWORD}@127.0.0.1:port/sdi",
        f"mysql://sdi:{PASSWORD}@127.0.0.1/sdi",
    ],
)
def test_a_database_that_cannot_be_reached_is_named_without_its_password(settings: Settings, url: str) -> None:
    assert PASSWORD not in run(settings, "sync", url=url)
    assert PASSWORD not in repr(Settings(database_url=url))


def test_pages_errors_and_logs_tell_none(
    client: TestClient, town: Town, settings: Settings, capfd: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    hidden = secrets_of(settings, town.url) | {"guess": "sdi_guess-4711"}
    key = {"X-API-Key": hidden["api_key_internal"]}
    texts = []
    for path in ("/", "/login", "/api", "/api/openapi", "/api/collections", "/portal.json", "/metrics", "/readyz"):
        texts += [client.get(path).text, client.get(path, headers=key).text]
        texts.append(client.get(path, headers={"X-API-Key": hidden["guess"]}).text)
    broken = TestClient(client.app, raise_server_exceptions=False)  # beside the one that has started it

    def fail(*_: Any) -> None:
        local = dict(hidden)
        raise RuntimeError(f"no matter what {len(local)}")

    monkeypatch.setattr(client.app.state.editions, "of", fail)  # type: ignore[attr-defined]
    answer = broken.get("/api/collections", headers=key)
    assert answer.status_code == 500
    texts.append(answer.text)
    monkeypatch.undo()
    texts += list(capfd.readouterr())
    assert "unexpected" in "".join(texts[-2:])
    for text in texts:
        assert not [name for name, secret in hidden.items() if secret in text], text[:300]
