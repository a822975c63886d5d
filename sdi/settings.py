"""Runtime settings: where the database is, where we listen, which project we serve.

Facts about the province are not here but in the project's declarations (:mod:`sdi.model.project`).
Values come from the environment (``SDI_…``); nothing is read at import.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic import Field as Attribute
from pydantic_settings import BaseSettings, SettingsConfigDict

from sdi.errors import UsageError


class Grant(BaseModel):
    """What a claim of a token gives: an audience, and what its holder may do."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    audience: Literal["agency", "internal"]
    scopes: tuple[str, ...] = Attribute(("read",), min_length=1)


class Issuer(BaseModel):
    """An OpenID Connect issuer whose tokens are taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Attribute(description="the issuer, as its tokens name it in iss")
    audience: str = Attribute(min_length=1, description="for whom its tokens must be, as they name it in aud")
    keys_url: str | None = Attribute(None, description="its JSON Web Key Set; else as its discovery document says")
    claim: str = Attribute("roles", description="claim that holds the roles: a list, or a text with spaces")
    name_claim: str = Attribute("preferred_username", description="claim by which the audit log calls the holder")
    roles: dict[str, Grant]

    @field_validator("url", "keys_url")
    @classmethod
    def _by_tls(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "")
        if value and parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise ValueError("https, or this machine")
        return value


class Settings(BaseSettings):
    """Settings of one running installation.

    ``SDI_DATABASE_URL`` names an existing PostGIS by its owner's URL; without it a private cluster is
    made under ``state_dir``. ``SDI_STATE`` moves the state directory (default ``<project>/.sdi``).
    """

    model_config = SettingsConfigDict(env_prefix="SDI_", extra="ignore", populate_by_name=True)

    database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 5000
    project: Path | None = None
    state: Path | None = None
    workers: int = Attribute(2, ge=1, le=64)
    role_prefix: str = Attribute("sdi", pattern=r"^[a-z][a-z0-9_]{0,20}$")
    slip_key: Path | None = Attribute(None, description="PEM file with the Ed25519 key that signs planning slips")
    base_url: str | None = Attribute(None, description="address that the public sees, e.g. https://sdi.example.vn")
    oidc: Issuer | None = Attribute(None, description="as JSON: url, audience, roles {role: {audience, scopes}}")
    proxies: str = Attribute("", description="addresses of our proxies, with commas; only they say X-Forwarded-For")
    rate_address: int = Attribute(100, ge=0, description="requests a second of one address; 0: no limit")
    rate_key: int = Attribute(300, ge=0, description="requests a second of one key; 0: no limit")
    rate_issue: int = Attribute(6, ge=0, description="slips a minute that one may have issued; 0: no limit")
    rate_exempt: str = Attribute("127.0.0.0/8,::1", description="networks whose addresses are not limited")

    @cached_property
    def project_dir(self) -> Path:
        """The project's directory: ``SDI_PROJECT``, or the nearest one above the working directory.

        Raises:
            UsageError: no directory with ``[tool.sdi]`` was found.
        """
        if self.project:
            return self.project.resolve()
        for folder in (Path.cwd(), *Path.cwd().parents):
            path = folder / "pyproject.toml"
            if path.is_file() and "sdi" in tomllib.loads(path.read_text("utf-8")).get("tool", {}):
                return folder
        raise UsageError(
            "Không tìm thấy thư mục dự án (pyproject.toml có mục [tool.sdi]).",
            "Chạy lệnh trong thư mục dự án, hoặc chỉ rõ bằng --project hay SDI_PROJECT.",
        )

    @property
    def state_dir(self) -> Path:
        """Where the private cluster, secrets, kept deliveries and reports lie."""
        return (self.state or self.project_dir / ".sdi").resolve()

    @property
    def public_url(self) -> str:
        """Base address in links, without a trailing slash."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    def secret(self, name: str) -> str:
        """A random secret, made at first use and kept in ``state_dir/secrets/`` (mode 0600).

        The file appears whole or not at all: whoever comes second reads what the first one wrote.
        """
        folder = self.state_dir / "secrets"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / name
        if not path.exists() or not path.read_text("ascii").strip():
            path.unlink(missing_ok=True)
            draft = folder / f".{name}.{secrets.token_hex(8)}"
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as stream:
                stream.write(secrets.token_urlsafe(24))
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
            draft.unlink()
        return path.read_text("ascii").strip()
