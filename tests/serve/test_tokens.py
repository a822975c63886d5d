"""Tokens of an OpenID Connect issuer that really serves its keys, and really signs."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from serve_kit import PROJECT, Town
from starlette.testclient import TestClient

from sdi.serve import tokens
from sdi.serve.app import create_app
from sdi.settings import Settings

FOR_AGENCIES, SECRET = "/api/collections/control_points", "/api/collections/substations"
ROLES = {
    "planner": {"audience": "agency", "scopes": ["read", "issue"]},
    "officer": {"audience": "internal", "scopes": ["read", "operate"]},
    "surveyor": {"audience": "agency", "scopes": ["read:control_points"]},
}


class Realm:
    """An issuer with an RSA key and an elliptic one; counts how often its keys were fetched."""

    def __init__(self) -> None:
        self.rsa = rsa.generate_private_key(65537, 2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())
        self.published: dict[str, Any] = {"rsa-1": self.rsa, "ec-1": self.ec}
        self.fetched = 0
        self.away = False
        realm = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                document = realm.document(self.path)
                self.send_response(200 if document else 500)
                self.end_headers()
                self.wfile.write(json.dumps(document).encode())

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/realm"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def document(self, path: str) -> dict[str, Any] | None:
        if self.away:
            return None
        if path == "/realm/.well-known/openid-configuration":
            return {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        self.fetched += 1
        keys = []
        for name, key in self.published.items():
            algorithm = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
            found = algorithm.to_jwk(key.public_key(), as_dict=True)
            keys.append({**found, "kid": name, "use": "sig"})
        return {"keys": keys}

    def claims(self, **more: Any) -> dict[str, Any]:
        now = int(time.time())
        said = {"iss": self.url, "aud": "sdi", "sub": "u1", "iat": now, "exp": now + 60, "roles": ["planner"]}
        return {key: value for key, value in (said | more).items() if value is not None}

    def token(self, kid: str = "rsa-1", *, algorithm: str = "", key: Any = None, **more: Any) -> str:
        key = key or self.published[kid]
        algorithm = algorithm or ("RS256" if isinstance(key, rsa.RSAPrivateKey) else "ES256")
        return jwt.encode(self.claims(**more), key, algorithm, headers={"kid": kid})


@pytest.fixture(scope="module")
def realm() -> Iterator[Realm]:
    found = Realm()
    yield found
    found.server.shutdown()


@pytest.fixture
def asked(town: Town, settings: Settings, realm: Realm) -> Iterator[Any]:
    """``asked(path, token)`` is the status; each test has a service that has fetched nothing yet."""
    realm.published, realm.away, realm.fetched = {"rsa-1": realm.rsa, "ec-1": realm.ec}, False, 0
    oidc = {"url": realm.url, "audience": "sdi", "roles": ROLES}
    config = Settings(
        project=PROJECT, state=settings.state, role_prefix=settings.role_prefix, base_url="http://testserver", oidc=oidc
    )
    with TestClient(create_app(config, town.url), client=("127.0.0.1", 1)) as client:
        yield lambda path, token: client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code


@pytest.mark.parametrize("kid", ["rsa-1", "ec-1"])
def test_a_signed_token_opens_what_its_role_gives(asked: Any, realm: Realm, kid: str) -> None:
    assert asked(FOR_AGENCIES, realm.token(kid)) == 200
    assert asked(SECRET, realm.token(kid)) == 404
    assert asked(SECRET, realm.token(kid, roles=["planner", "officer"])) == 200
    assert asked(SECRET, realm.token(kid, roles="openid officer")) == 200
    assert asked(FOR_AGENCIES, realm.token(kid, roles=["surveyor"])) == 200
    assert asked("/api/collections/parcels", realm.token(kid, roles=["surveyor"])) == 403
    assert asked(FOR_AGENCIES, realm.token(kid, roles=["visitor"])) == 403
    assert asked(FOR_AGENCIES, realm.token(kid, roles=None)) == 403
    assert asked(FOR_AGENCIES, realm.token(kid, roles=[{"planner": 1}, 7])) == 403
    assert realm.fetched == 1


def test_what_is_wrong_with_a_token_is_401(asked: Any, realm: Realm) -> None:
    now, stranger = int(time.time()), rsa.generate_private_key(65537, 2048)
    public = realm.rsa.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    good = realm.token()
    head, body, signature = good.split(".")
    other = base64.urlsafe_b64encode(json.dumps(realm.claims(roles=["officer"])).encode()).decode().rstrip("=")
    wrong = {
        "over": realm.token(exp=now - tokens.LEEWAY_S - 5),
        "not yet": realm.token(nbf=now + 600),
        "made in the future": realm.token(iat=now + 600),
        "for others": realm.token(aud="another"),
        "for nobody": realm.token(aud=None),
        "by another": realm.token(iss="https://evil.example"),
        "without end": realm.token(exp=None),
        "of nobody": realm.token(sub=None),
        "other key": realm.token(key=stranger),
        "unknown key": realm.token("rsa-9", key=stranger),
        "changed": f"{head}.{other}.{signature}",
        "unsigned": f"{head}.{body}.",
        "none": jwt.encode(realm.claims(), None, "none", headers={"kid": "rsa-1"}),
        "shared secret": _signed_by_public_key(realm.claims(), public),
        "other algorithm": realm.token(algorithm="RS512"),
        "PSS": realm.token(algorithm="PS256"),
        "too long": realm.token(more="x" * tokens.LONGEST_TOKEN),
        "nonsense": "a.b.c",
    }
    assert {name: asked(FOR_AGENCIES, token) for name, token in wrong.items()} == dict.fromkeys(wrong, 401)
    assert asked(FOR_AGENCIES, realm.token(exp=now - 5)) == 200  # clocks differ
    assert asked(FOR_AGENCIES, good) == 200


def _signed_by_public_key(claims: dict[str, Any], public: bytes) -> str:
    """The old attack: the issuer's public key as the secret of an HMAC."""
    import hashlib
    import hmac

    def packed(content: bytes) -> str:
        return base64.urlsafe_b64encode(content).decode().rstrip("=")

    text = packed(b'{"alg":"HS256","kid":"rsa-1"}') + "." + packed(json.dumps(claims).encode())
    return text + "." + packed(hmac.new(public, text.encode(), hashlib.sha256).digest())


def test_unknown_keys_make_few_requests_to_the_issuer_and_new_ones_are_found(
    asked: Any, realm: Realm, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = ec.generate_private_key(ec.SECP256R1())
    for number in range(30):
        assert asked(FOR_AGENCIES, realm.token(f"made-up-{number}", key=stranger)) == 401
    assert realm.fetched == 1
    realm.published = {"ec-2": stranger}
    monkeypatch.setattr(tokens, "REFETCH_S", 0.0)
    assert asked(FOR_AGENCIES, realm.token("ec-2")) == 200
    assert asked(FOR_AGENCIES, realm.token("rsa-1", key=realm.rsa)) == 401  # withdrawn by the issuer


def test_an_issuer_that_is_away(asked: Any, realm: Realm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "REFETCH_S", 0.0)
    realm.away = True
    assert asked(FOR_AGENCIES, realm.token()) == 503
    realm.away = False
    assert asked(FOR_AGENCIES, realm.token()) == 200
    realm.away = True
    monkeypatch.setattr(tokens, "KEPT_S", 0.0)
    assert asked(FOR_AGENCIES, realm.token()) == 200


def test_an_issuer_without_tls_is_refused_but_on_this_machine() -> None:
    with pytest.raises(ValueError, match="https"):
        Settings(oidc={"url": "http://issuer.example", "audience": "sdi", "roles": {}})
