"""Issued slips: signed, recorded, verified; a changed digit is shown; rights are no more than is needed."""

from __future__ import annotations

import base64
import copy
import json
import stat
from typing import Any

import psycopg
import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jsonschema import Draft202012Validator
from slip_kit import Office
from starlette.testclient import TestClient

from sdi.db.roles import ISSUER, audience_url, role_name
from sdi.errors import UsageError
from sdi.model import Audience
from sdi.settings import Settings
from sdi.slip.signing import read_signer

VERIFY = "/api/slip/verify"


@pytest.fixture(scope="module")
def issued(client: TestClient) -> dict[str, Any]:
    answer = client.post("/api/slip/21025-12-3?f=json")
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"http://testserver{VERIFY}/{found['slip']['issue']['id']}"
    return found


def presented(client: TestClient, document: Any, status: int = 200) -> dict[str, Any]:
    answer = client.post(f"{VERIFY}?f=json", json=document)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


def test_the_signature_holds_by_other_means_than_ours(client: TestClient, issued: dict[str, Any]) -> None:
    """Canonical JSON by another library, the key from the published set."""
    Draft202012Validator(client.get("/api/slip/schema").json()).validate(issued)
    (jwk,) = client.get("/api/slip/keys").json()["keys"]
    assert jwk["kid"] == issued["signature"]["key_id"] == issued["slip"]["issue"]["key_id"]
    public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(jwk["x"] + "="))
    public.verify(base64.b64decode(issued["signature"]["value"]), rfc8785.dumps(issued["slip"]))


def test_what_was_issued_is_valid_however_it_is_indented(client: TestClient, issued: dict[str, Any]) -> None:
    assert presented(client, issued)["verdict"] == "valid"
    pretty = json.dumps(issued, indent=3, ensure_ascii=True)
    answer = client.post(f"{VERIFY}?f=json", content=pretty, headers={"Content-Type": "application/json"})
    assert answer.json()["verdict"] == "valid"
    assert presented(client, issued["slip"])["verdict"] == "valid"


def change_area(slip: dict[str, Any]) -> str:
    slip["subject"]["area_m2"] = 401
    return "subject.area_m2"


def change_digit(slip: dict[str, Any]) -> str:
    slip["subject"]["rings"][0]["corners"][2]["x"] += 0.01
    return "subject.rings[1].corners[3].x"


def change_decision(slip: dict[str, Any]) -> str:
    slip["decisions"][0]["number"] = "12/QĐ-UBND"
    return "decisions[1].number"


def add_member(slip: dict[str, Any]) -> str:
    slip["remark"] = None
    return "remark"


def drop_theme(slip: dict[str, Any]) -> str:
    slip["themes"].pop()
    return f"themes[{len(slip['themes']) + 1}]"


@pytest.mark.parametrize("change", [change_area, change_digit, change_decision, add_member, drop_theme])
def test_a_changed_digit_is_shown(client: TestClient, issued: dict[str, Any], change: Any) -> None:
    tampered = copy.deepcopy(issued)
    place = change(tampered["slip"])
    found = presented(client, tampered)
    assert found["verdict"] == "changed" and found["valid"] is False
    assert [one["place"] for one in found["differences"]] == [place]
    page = client.post(f"{VERIFY}?f=html", data={"text": json.dumps(tampered)})
    assert page.status_code == 200 and "KHÔNG HỢP LỆ" in page.text and place in page.text
    assert presented(client, tampered["slip"])["verdict"] == "changed"


def test_a_signature_of_somebody_else_is_not_valid(client: TestClient, issued: dict[str, Any]) -> None:
    other = copy.deepcopy(issued)
    key = Ed25519PrivateKey.generate()
    other["signature"]["value"] = base64.b64encode(key.sign(rfc8785.dumps(other["slip"]))).decode()
    assert presented(client, other)["verdict"] == "changed"
    other["slip"]["issue"]["id"] = "00000000-0000-4000-8000-000000000000"
    other["signature"]["value"] = base64.b64encode(key.sign(rfc8785.dumps(other["slip"]))).decode()
    assert presented(client, other, 404)["verdict"] == "unknown"


@pytest.mark.parametrize("document", [None, [], {}, {"slip": 1}, {"slip": {"issue": {"id": 7}}}, "x", {"slip": {}}])
def test_what_is_no_slip(client: TestClient, document: Any) -> None:
    assert presented(client, document, 400)["verdict"] == "unreadable"


def test_nonsense_in_the_body(client: TestClient) -> None:
    for content in (b"", b"\xff\xfe", b"{", b"[" * 100_000, b'{"slip": {"issue": {"id": "x"}, "n": 1e999}}'):
        answer = client.post(f"{VERIFY}?f=json", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 404), content[:20]
        assert answer.json()["valid"] is False


def test_the_page_works_without_scripts(client: TestClient, issued: dict[str, Any]) -> None:
    blank = client.get(f"{VERIFY}?f=html")
    assert blank.status_code == 200 and "<form" in blank.text and "<script" not in blank.text
    files = {"file": ("phieu.json", json.dumps(issued).encode(), "application/json")}
    good = client.post(f"{VERIFY}?f=html", files=files)
    assert good.status_code == 200 and "HỢP LỆ" in good.text and "KHÔNG HỢP LỆ" not in good.text


def test_the_address_in_the_qr_code_verifies(client: TestClient, issued: dict[str, Any]) -> None:
    address = issued["slip"]["issue"]["verify"]
    page = client.get(f"{address}?f=html")
    assert page.status_code == 200 and "HỢP LỆ" in page.text and "Thửa đất số 3" in page.text
    assert client.get(f"{address}?f=json").json() == issued
    assert client.get(f"{address}?f=pdf").content[:5] == b"%PDF-"
    gone = client.get(f"{VERIFY}/00000000-0000-4000-8000-000000000000?f=html")
    assert gone.status_code == 404 and "KHÔNG HỢP LỆ" in gone.text
    assert client.get(f"{VERIFY}/x?f=json").status_code == 404


def test_asked_twice_on_a_day_it_is_the_same_slip(client: TestClient, issued: dict[str, Any]) -> None:
    again = client.post("/api/slip/21025-12-3?f=json")
    assert again.status_code == 201 and again.json() == issued
    other = client.post("/api/slip/21025-12-2?f=json").json()
    assert other["slip"]["issue"]["id"] != issued["slip"]["issue"]["id"]


def test_a_form_issues_and_leads_to_the_page(client: TestClient) -> None:
    answer = client.post("/api/slip/21025-12-3?f=html", follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"].startswith(f"{VERIFY}/")


def test_a_preview_is_no_issued_slip(client: TestClient) -> None:
    preview = client.get("/api/slip/21025-12-3?f=json").json()
    assert preview["status"] == "preview" and preview["issue"] is None
    assert presented(client, preview, 400)["verdict"] == "unreadable"
    assert "BẢN XEM TRƯỚC" in client.get("/api/slip/21025-12-3?f=html").text


def test_an_internal_slip_is_not_shown_to_the_public(client: TestClient, settings: Settings) -> None:
    key = {"X-API-Key": settings.secret("api_key_internal")}
    slip = client.post("/api/slip/21025-12-13?f=json", headers=key).json()
    identifier = slip["slip"]["issue"]["id"]
    assert client.get(f"{VERIFY}/{identifier}?f=json").status_code == 404
    assert client.get(f"{VERIFY}/{identifier}?f=json", headers=key).json() == slip
    assert presented(client, slip)["verdict"] == "valid"  # who has it may know that it is genuine
    slip["slip"]["subject"]["area_m2"] = 1
    assert presented(client, slip, 404)["differences"] == []


def test_the_register_cannot_be_changed(office: Office, issued: dict[str, Any]) -> None:
    commands = ("DELETE FROM meta.{}", "UPDATE meta.{} SET id = id", "TRUNCATE meta.{} CASCADE")
    with psycopg.connect(office.url, autocommit=True) as owner:
        for command in (command.format(table) for table in ("slip", "slip_key") for command in commands):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                owner.execute(command)


READS = tuple(f"SELECT * FROM {name}" for name in ("meta.slip", "meta.slip_key", "pub.parcels", "data.parcels"))


def test_the_issuing_role_can_do_one_thing(office: Office, settings: Settings, issued: dict[str, Any]) -> None:
    with psycopg.connect(audience_url(office.url, settings, ISSUER), autocommit=True) as issuer:
        for command in (
            *READS,
            "INSERT INTO meta.slip_key (id, public_key) VALUES ('x', 'x')",
            "CREATE TABLE register.mine (x int)",
            "CREATE TEMP TABLE mine (x int)",
            f"SET ROLE {role_name(settings, Audience.INTERNAL)}",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                issuer.execute(command)
        key = issued["signature"]["key_id"]
        with pytest.raises(psycopg.errors.RaiseException, match="another one"):  # no other key under a known name
            issuer.execute(
                "SELECT register.issue(gen_random_uuid(), 's', 'public', 1, 'm', current_date, %s, 'other', '{}', 'x')",
                (key,),
            )


@pytest.mark.parametrize("audience", list(Audience))
def test_reading_roles_cannot_issue(office: Office, settings: Settings, audience: Audience) -> None:
    with psycopg.connect(audience_url(office.url, settings, audience), autocommit=True) as reader:
        reader.execute("SET default_transaction_read_only = off")
        for command in (
            "SELECT register.issue(gen_random_uuid(), 's', 'public', 1, 'm', current_date, 'k', 'p', '{}', 'x')",
            "INSERT INTO meta.slip_key (id, public_key) VALUES ('x', 'x')",
            "SELECT * FROM meta.slip",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(command)


def test_a_standby_shows_and_does_not_issue(client: TestClient, office: Office, settings: Settings) -> None:
    role = role_name(settings, ISSUER)
    with psycopg.connect(office.url, autocommit=True) as owner:
        owner.execute(f"ALTER ROLE {role} SET default_transaction_read_only = on")  # as a standby answers
        try:
            assert client.get("/api/slip/21025-12-4?f=json").status_code == 200
            refused = client.post("/api/slip/21025-12-4?f=json")
            assert refused.status_code == 503 and "chỉ đọc" in refused.json()["detail"]
        finally:
            owner.execute(f"ALTER ROLE {role} RESET default_transaction_read_only")


def test_the_key_is_made_once_and_can_be_given(tmp_path: Any, settings: Settings, client: TestClient) -> None:
    path = settings.state_dir / "secrets" / "slip_key.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_signer(None, tmp_path).key_id == read_signer(None, tmp_path).key_id
    given = tmp_path / "given.pem"
    key = Ed25519PrivateKey.generate()
    given.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert read_signer(given, tmp_path).public == key.public_key().public_bytes_raw()
    given.write_bytes(b"no key")
    with pytest.raises(UsageError, match="Không đọc được"):
        read_signer(given, tmp_path)
