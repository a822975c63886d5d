"""Connection strings of every form lead to the same place, and another login is really another login."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from sdi.db.connect import READING, url_of
from sdi.errors import UsageError

FORMS = [
    "postgresql://owner:p%40ss@db.example:5433/sdi?sslmode=require",
    "postgresql://db.example:5433/sdi?user=owner&password=p%40ss&sslmode=require",
    "host=db.example port=5433 dbname=sdi user=owner password=p@ss sslmode=require",
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same_address(form: str) -> None:
    assert conninfo_to_dict(url_of(form)) == conninfo_to_dict(FORMS[0])


@pytest.mark.parametrize(
    "form", [*FORMS, "postgresql:///sdi?host=/run/x&user=owner&password=x&options=-c%20role%3Downer"]
)
def test_another_login_replaces_all_of_the_first(form: str) -> None:
    found = conninfo_to_dict(url_of(form, user="reader", password="a/b:c@d"))
    assert (found["user"], found["password"]) == ("reader", "a/b:c@d")
    assert found["dbname"] == "sdi"
    assert not {"options", "service", "passfile"} & found.keys()
    assert "owner" not in url_of(form, user="reader", password="a/b:c@d")


@pytest.mark.parametrize(
    "form", ["postgresql://o:p@a,b:5433/sdi", "host=a,b port=5432,5433 dbname=sdi user=o password=p"]
)
def test_of_several_servers_the_owner_wants_the_primary_and_readers_a_copy(form: str) -> None:
    owner, reader = (
        conninfo_to_dict(url_of(form)),
        conninfo_to_dict(url_of(form, user="r", password="x", wanted=READING)),
    )
    assert (owner["host"], owner["target_session_attrs"]) == ("a,b", "read-write")
    assert (reader["host"], reader["user"], reader["target_session_attrs"]) == ("a,b", "r", "prefer-standby")
    assert "target_session_attrs" not in conninfo_to_dict(url_of(FORMS[0], user="r", password="x", wanted=READING))


def test_a_real_server_is_reached(database: str) -> None:
    parts = conninfo_to_dict(database)
    dsn = " ".join(f"{name}={value}" for name, value in parts.items())
    with psycopg.connect(url_of(dsn)) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == (parts["dbname"],)


def test_nonsense_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="không đọc được"):
        url_of("postgresql//sdi")
