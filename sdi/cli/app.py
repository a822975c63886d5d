"""The command group and what all commands share: settings, project, database."""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from sdi.cli.help import Application
from sdi.db.connect import Connection, connect, url_of
from sdi.errors import UsageError
from sdi.model import Project, read_project
from sdi.settings import Settings

app = Application(
    name="sdi",
    help="Hạ tầng dữ liệu không gian cấp tỉnh: nạp, kiểm tra, phát hành.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_given: dict[str, Path | None] = {"project": None}


@app.callback()
def _root(
    project: Annotated[
        Path | None, typer.Option("--project", help="Thư mục dự án (mặc định: thư mục hiện tại hoặc cha của nó).")
    ] = None,
) -> None:
    _given["project"] = project


def settings(listen: str = "") -> Settings:
    """Settings of this call.

    Args:
        listen: Address at which the private cluster shall be open to the network, if one was given.
    """
    given: dict[str, Any] = {"project": _given["project"], "listen": listen}
    given = {name: value for name, value in given.items() if value}
    try:
        found = Settings(**given)
        if listen and found.database_url:
            raise UsageError(
                "--listen chỉ mở cơ sở dữ liệu riêng của dự án, mà SDI_DATABASE_URL đang chỉ tới một máy chủ khác.",
                "Mở máy chủ đó bằng cấu hình của nó.",
            )
        return found
    except ValidationError as error:
        names = ", ".join(f"SDI_{fault['loc'][0]}".upper() for fault in error.errors())
        raise UsageError(f"Giá trị không hợp lệ của {names}.", "Xem mục cấu hình trong README.") from error


def project(config: Settings) -> Project:
    """The project's declarations, checked. Its time is the command's, unless ``TZ`` says another: servers keep UTC."""
    found = read_project(config.project_dir)
    os.environ.setdefault("TZ", found.province.timezone)
    time.tzset()
    return found


def actor() -> str:
    """Who is at the keyboard, for the log."""
    return getpass.getuser()


@contextmanager
def database_url(config: Settings) -> Iterator[str]:
    """The owner's address of the database; a private cluster runs as long as somebody uses it."""
    if config.database_url:
        yield url_of(config.database_url)
        return
    from sdi.db import cluster

    with cluster.running(config.state_dir, listen=config.listen) as private:
        yield private.url


@contextmanager
def database(config: Settings, declared: Project | None = None) -> Iterator[Connection]:
    """A connection of the owner to a database that has the shape of the declarations.

    Args:
        declared: the project's declarations; read when not given.
    """
    from sdi.db.following import is_current

    known = declared or project(config)
    with database_url(config) as url, connect(url) as connection:
        if not is_current(connection, known):
            from sdi.publish.preparing import follow

            follow(url, known, config)
        yield connection
