"""Files in ``catalog/``: read as what they declare, and held against the layers that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from sdi.documents import load_yaml
from sdi.errors import UsageError
from sdi.model.project import Project

_ADVICE = "Sửa tệp rồi chạy lại 'sdi layers check'."


def read_catalog_file(path: Path, kind: Any) -> Any:
    """What a file declares, as ``kind`` (a declaration, or a type made of some); None where there is no file.

    Raises:
        UsageError: The file is not what it should be; names it and what is wrong.
    """
    if not path.is_file():
        return None
    try:
        return TypeAdapter(kind).validate_python(load_yaml(path.read_text("utf-8")) or {})
    except yaml.YAMLError as error:
        raise UsageError(f"{path}: không đọc được YAML: {error}.", _ADVICE) from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise UsageError(f"{path}: {faults}.", _ADVICE) from error


def require_declared(path: Path, unknown: Iterable[str]) -> None:
    """Refuse a file that names what is not declared.

    Raises:
        UsageError: There are such names.
    """
    if names := sorted(set(unknown)):
        raise UsageError(f"{path}: không khai báo: {', '.join(names)}.", _ADVICE)


def unknown_names(
    project: Project, name: str, fields: Iterable[str | None], coded: Iterable[str | None] = ()
) -> Iterator[str]:
    """A layer that is not declared, or those of its fields that are not published; of ``coded`` those without codes."""
    layer = project.layers.get(name)
    if layer is None:
        yield name
        return
    coded = [field for field in coded if field]
    wanted = [*(field for field in fields if field), *coded]
    yield from (f"{name}.{field}" for field in wanted if field not in layer.published_fields)
    yield from (
        f"{name}.{field} (codes)" for field in coded if field in layer.fields and layer.fields[field].codes is None
    )
