"""Read a project's declarations and point at file, line and reason of every fault."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from sdi.documents import compose_yaml, load_yaml
from sdi.errors import UsageError
from sdi.model.base import Declaration
from sdi.model.codes import CodeList, read_codes
from sdi.model.layer import Layer
from sdi.model.project import Project, Province
from sdi.model.source import SourceProfile
from sdi.text import match_key

M = TypeVar("M", bound=Declaration)


def read_project(directory: Path) -> Project:
    """Read and cross-check all declarations of ``directory``.

    Raises:
        UsageError: with every fault found, one line each: ``file:line: reason``.
    """
    faults: list[str] = []
    province = _read_province(directory, faults)
    codes = dict(_each(directory / "layers" / "codes", "*.csv", read_codes, faults))
    lookups = dict(_each(directory / "etl" / "lookups", "*.csv", _read_lookup, faults))
    layers: dict[str, Layer] = {}
    profiles: dict[str, SourceProfile] = {}
    for path in sorted((directory / "layers").glob("*.yml")):
        layer = _read(Layer, path, faults, {})
        if layer and layer.id != path.stem:
            faults.append(f"{path}:{_line(path, ('id',))}: id là '{layer.id}', tệp lại tên '{path.stem}'")
        elif layer:
            layers[layer.id] = layer
    for path in sorted((directory / "etl").glob("*.yml")):
        profile = _read(SourceProfile, path, faults, {"id": path.stem})
        if profile:
            profiles[profile.id] = profile
    if province and not faults:
        delivered = {name: layer for name, layer in layers.items() if layer.overlays_of is None}
        overlays = {name: layer for name, layer in layers.items() if layer.overlays_of is not None}
        project = Project(directory, province, delivered, overlays, codes, profiles, lookups)
        faults += list(_cross_check(project))
        if not faults:
            return project
    raise UsageError("\n".join(faults), "Sửa các tệp khai báo nêu trên rồi chạy lại 'sdi layers check'.")


def _read_province(directory: Path, faults: list[str]) -> Province | None:
    path = directory / "pyproject.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}).get("sdi")
        if table is None:
            raise UsageError(f"{path}: không có mục [tool.sdi].")
        return Province.model_validate(table)
    except FileNotFoundError:
        faults.append(f"{path}: không tìm thấy; thư mục dự án phải có tệp này với mục [tool.sdi]")
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{path}: {error}")
    except UsageError as error:
        faults.append(error.message)
    except ValidationError as error:
        faults += [f"{path}: [tool.sdi] {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    return None


def _each(folder: Path, pattern: str, read: Any, faults: list[str]) -> Iterator[tuple[str, Any]]:
    for path in sorted(folder.glob(pattern)):
        try:
            yield path.stem, read(path)
        except UsageError as error:
            faults.append(error.message)


def _read_lookup(path: Path) -> dict[str, str]:
    """A table ``match,value``: the key is compared without case, accents and punctuation."""
    table: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), start=2):
            try:
                key, value = match_key(row["match"]), row["value"].strip()
            except KeyError as error:
                raise UsageError(f"{path}:{line}: thiếu cột {error}.") from None
            if table.setdefault(key, value) != value:
                raise UsageError(f"{path}:{line}: '{row['match']}' đã được gán cho '{table[key]}'.")
    return table


def _read(model: type[M], path: Path, faults: list[str], extra: dict[str, Any]) -> M | None:
    try:
        content = load_yaml(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict):
            raise UsageError(f"{path}:1: tệp phải là một bảng YAML.")
        return model.model_validate(content | extra)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.append(f"{path}:{line}: {error.problem}")
    except UsageError as error:
        faults.append(error.message)
    except ValidationError as error:
        for fault in error.errors():
            place = ".".join(map(str, fault["loc"]))
            faults.append(f"{path}:{_line(path, fault['loc'])}: {place}: {fault['msg']}")
    return None


def _line(path: Path, location: tuple[Any, ...]) -> int:
    """Line of the node at ``location``, or of the nearest enclosing one that exists."""
    node = compose_yaml(path.read_text(encoding="utf-8"))
    line = node.start_mark.line + 1 if node else 1
    for step in location:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(step)]
            if not found:
                return line
            key, node = found[0]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            return line
    return line


def _cross_check(project: Project) -> Iterator[str]:
    """Faults between files: unknown layers, code lists, lookups, fields and profiles."""
    for layer in project.collections.values():
        path = project.directory / "layers" / f"{layer.id}.yml"
        for name, field in layer.fields.items():
            if field.codes and field.codes not in project.codes:
                yield f"{path}:{_line(path, ('fields', name, 'codes'))}: không có bảng mã '{field.codes}'"
        others = list(layer.overlay.against) if layer.overlay else []
        for other in others:
            if other not in project.layers:
                yield f"{path}:{_line(path, ('overlay', 'against'))}: không có lớp '{other}'"
        yield from _check_overlays(project, layer, path)
        for index, reference in enumerate(layer.quality.references):
            target = project.layers.get(reference.layer)
            if target is None or reference.to not in target.fields:
                place = _line(path, ("quality", "references", index))
                yield f"{path}:{place}: không có trường '{reference.layer}.{reference.to}'"
    for profile in project.profiles.values():
        yield from _check_profile(project, profile)
    for sample in project.province.samples:
        settings = f"{project.directory / 'pyproject.toml'}: samples"
        if sample.profile is None:
            if sample.layer not in {layer.id for layer in project.layers.values() if layer.raster}:
                yield f"{settings}: không có lớp raster '{sample.layer}'"
        elif sample.profile not in project.profiles:
            yield f"{settings}: không có cấu hình nguồn '{sample.profile}'"


def _check_overlays(project: Project, layer: Layer, path: Path) -> Iterator[str]:
    """What is laid over a layer needs a table to stand in, one per base layer, and the base must be areas."""
    for base in layer.overlay.against if layer.overlay else ():
        if base in project.layers and base not in {table.overlays_of for table in project.overlays.values()}:
            place = _line(path, ("overlay", "against"))
            yield f"{path}:{place}: chưa khai báo bảng chồng lớp (overlays_of: {base})"
    if layer.overlays_of is None:
        return
    base_layer = project.layers.get(layer.overlays_of)
    if base_layer is None or base_layer.dimension != 2:
        yield f"{path}:{_line(path, ('overlays_of',))}: không có lớp vùng '{layer.overlays_of}'"
    if any(t.overlays_of == layer.overlays_of and t.id < layer.id for t in project.overlays.values()):
        yield f"{path}:{_line(path, ('overlays_of',))}: lớp '{layer.overlays_of}' đã có bảng chồng lớp khác"


def _check_profile(project: Project, profile: SourceProfile) -> Iterator[str]:
    path = project.directory / "etl" / f"{profile.id}.yml"
    for target in profile.targets:
        layer = project.layers.get(target)
        if layer is None:
            yield f"{path}:{_line(path, ('targets', target))}: không có lớp '{target}'"
            continue
        if profile.scope != "all" and profile.scope not in layer.fields:
            yield f"{path}:{_line(path, ('scope',))}: lớp '{target}' không có trường '{profile.scope}'"
        own = profile.targets[target]
        for name, mapping in profile.mapping_of(target).items():
            place = ("targets", target, "fields", name) if name in own.fields else ("fields", name)
            if name not in layer.fields and name in own.fields:
                yield f"{path}:{_line(path, place)}: lớp '{target}' không có trường '{name}'"
            if mapping.lookup and mapping.lookup not in project.lookups:
                yield f"{path}:{_line(path, place)}: không có bảng tra '{mapping.lookup}'"
        if own.make_key and own.make_key.field not in layer.fields:
            yield f"{path}:{_line(path, ('targets', target, 'make_key'))}: không có trường '{own.make_key.field}'"


def code_lists(project: Project, layer: Layer) -> dict[str, CodeList]:
    """Code lists of a layer by field name."""
    return {name: project.codes[f.codes] for name, f in layer.fields.items() if f.codes}
