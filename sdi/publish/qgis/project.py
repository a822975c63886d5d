"""The project: groups and layers, styles, forms, relations, bookmarks, themes, actions and a print layout.

It is written as QGIS 3.22 writes its own (``.qgs`` in a ``.qgz``), which later releases read. What of it QGIS finds by
a key has the same key each time, so that two projects made of the same things are the same bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from sdi.crs.operations import Box
from sdi.model import Audience, Layer, Project
from sdi.publish.catalog import Catalog
from sdi.publish.configuration import GROUPS, in_order
from sdi.publish.qgis.elements import Element, corners, crs, key, polygon, sub, word
from sdi.publish.qgis.layout import slip_layout
from sdi.publish.qgis.pictures import PROVIDER, Picture, picture_layer
from sdi.publish.qgis.services import group_name, services, shortname
from sdi.publish.qgis.sources import Origin
from sdi.publish.styling import BASE_MAP, forms_of
from sdi.slip.declaration import SlipDeclaration
from sdi.slip.drawing import SUBJECT_COLOR
from sdi.styles import qml
from sdi.styles.model import LayerStyle, MapStyle
from sdi.styles.qml import VERSION, FieldForm

SLIP_MAP = "slip-map"
"""The map of ``styles/`` that the layout prints, and that is shown when the project is opened."""

OWN = "sdi_lop_"
"""What ids of layers begin with; QGIS gives those of ten letters and less another name."""

_URBAN = "urban"
_GEOMETRIES = ("Point", "Line", "Polygon")
_STYLE = "default"
_SIZE = ", ".join(
    f"format_number(\"{field}\", {digits}) || '{unit}'"
    for field, unit, digits in (("area_m2", " m²", 1), ("length_m", " m", 1), ("count", "", 0), ("distance_m", " m", 1))
)
_LINE = (
    'coalesce(map_get(json_to_map(@sdi_layers), "layer"), "layer")'
    " || coalesce(' ' || \"feature_id\", ' – ' || represent_value(\"kind\"), '')"
    f" || coalesce(': ' || coalesce({_SIZE}), '')"
)
"""A row of overlays as an expression: which layer, which feature or what is meant instead, and its area, length, number
or distance."""
_SUBJECT_MM = 0.8


@dataclass(frozen=True)
class Content:
    """What a project is made of.

    Attributes:
        project: The declarations.
        catalog: Themes.
        audience: Whose project it is.
        styles: By id, of what the audience is shown.
        slip: What a planning slip tells, for its map; None where there are no slips.
        communes: Name and box of each, in the provincial CRS.
        view: What is shown first, in the provincial CRS.
        public_url: Where slips and pages are, without a trailing slash.
        operations: PROJ pipelines from other CRSs to the provincial one, by their EPSG codes: the pinned operation.
        pictures: Layers of rasters.
    """

    project: Project
    catalog: Catalog
    audience: Audience
    styles: Mapping[str, MapStyle]
    slip: SlipDeclaration | None
    communes: Sequence[tuple[str, Box]]
    view: Box
    public_url: str
    operations: Mapping[int, str]
    pictures: Sequence[Picture]


@dataclass(frozen=True)
class Placed:
    """A layer of the project: a declared layer with one of its looks."""

    id: str
    layer: Layer
    style: LayerStyle | None
    on: bool

    @property
    def name(self) -> str:
        """How a map server calls it: the layer's id, where that does not tell which look is meant with the map's."""
        return self.id.removeprefix(OWN)


def qgz(content: Content, origin: Origin, language: str = "vi") -> bytes:
    """The project as a ``.qgz``."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        moment = (1980, 1, 1, 0, 0, 0)  # of no file: equal projects are equal bytes
        archive.writestr(zipfile.ZipInfo("project.qgs", moment), qgs(content, origin, language), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def qgs(content: Content, origin: Origin, language: str = "vi") -> str:
    """The project as XML."""
    return _Writer(content, origin, language).document()


class _Writer:
    def __init__(self, content: Content, origin: Origin, language: str) -> None:
        self._content, self._origin, self._language = content, origin, language
        self._project = content.project
        shown = [
            layer
            for layer in in_order(content.project, content.catalog)
            if layer.raster is None  # its pictures are layers, not the outlines of its sheets
            and (layer.id in content.styles or (layer.overlays_of and layer.overlays_of in content.styles))
        ]
        self._urban = [self._own(layer) for layer in shown if layer.group == "urban"]
        base = self._map(BASE_MAP)
        known = {placed.layer.id for placed in base}
        others = [self._own(layer) for layer in shown if layer.group == "base" and layer.id not in known]
        self._base = [*others, *base]
        relief = content.styles[BASE_MAP].relief if BASE_MAP in content.styles else None
        self._ground = len(self._base) - (relief.after if relief else 0)
        self._slip = self._map(SLIP_MAP)

    def _map(self, name: str) -> list[Placed]:
        """Layers of a map of ``styles/``, from above to below, as a tree has them."""
        found = self._content.styles.get(name)
        return [
            Placed(f"{name}_{number}_{style.layer}", self._project.layers[style.layer], style, True)
            for number, style in reversed(list(enumerate(found.layers if found else ())))
        ]

    def _own(self, layer: Layer) -> Placed:
        found = self._content.styles.get(layer.id)
        return Placed(f"{OWN}{layer.id}", layer, found.layers[0] if found else None, False)

    @property
    def _placed(self) -> list[Placed]:
        return [*self._slip, *self._urban, *self._base]

    def document(self) -> str:
        """The whole file."""
        title = self._project.province.title.get(self._language)
        root = Element("qgis", {"version": VERSION, "projectname": title})
        sub(root, "title", text=title)
        sub(root, "autotransaction", {"active": "0"})
        sub(root, "trust", {"active": "0"})  # trusting, QGIS would show PostgreSQL's estimates as counts
        crs(sub(root, "projectCrs"), self._project.province.crs)
        self._tree(root)
        self._relations(root)
        self._canvas(root)
        layers = sub(root, "projectlayers")
        for placed in self._placed:
            layers.append(self._layer(placed))
        for picture in self._content.pictures:
            layers.append(picture_layer(picture, self._language))
        order = sub(root, "layerorder")
        for name in self._drawing_order():
            sub(order, "layer", {"id": name})
        self._properties(root)
        self._themes(root)
        self._operation(root)
        self._layouts(root)
        self._bookmarks(root)
        scales = self._content.slip.map.scales if self._content.slip else []
        view = sub(root, "ProjectViewSettings", {"UseProjectScales": "1" if scales else "0"})
        west, south, east, north = (f"{side:.3f}" for side in self._content.view)
        extent = sub(view, "DefaultViewExtent", {"xmin": west, "ymin": south, "xmax": east, "ymax": north})
        crs(extent, self._project.province.crs)
        listed = sub(view, "Scales")
        for scale in sorted(scales, reverse=True):
            sub(listed, "Scale", {"Value": f"{scale}"})
        ElementTree.indent(root, " ")
        return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{ElementTree.tostring(root, 'unicode')}\n"

    def _drawing_order(self) -> list[str]:
        """Ids from above to below: tables, urban layers by their declared order, the base map."""
        urban = [(placed.style.order if placed.style else 1000, placed.id) for placed in self._urban]
        urban += [(one.order, one.id) for one in self._content.pictures if one.order is not None]
        names = [name for _, name in sorted(urban, key=lambda entry: -entry[0])]
        return [*(placed.id for placed in self._slip), *names, *(one.id for one in self._base_map())]

    def _base_map(self) -> list[Placed | Picture]:
        """From above to below, with the pictures of the ground where its style has light and shade."""
        ground = [one for one in self._content.pictures if one.order is None]
        return [*self._base[: self._ground], *ground, *self._base[self._ground :]]

    def _tree(self, root: Element) -> None:
        tree = sub(root, "layer-tree-group")
        slip = self._group(tree, SLIP_MAP, word("layout_slip", self._language), expanded=False)
        for placed in self._slip:
            self._leaf(slip, placed)
        urban = self._group(tree, _URBAN, GROUPS["urban"].get(self._language), expanded=True)
        themes = dict.fromkeys(placed.layer.theme for placed in self._urban)
        for theme in themes:
            members = [placed for placed in self._urban if placed.layer.theme == theme]
            title = self._content.catalog.theme(theme).title.get(self._language)
            group = self._group(urban, f"{theme}-theme", title, expanded=False)
            for placed in members:
                self._leaf(group, placed)
            for picture in self._content.pictures:
                if picture.order is not None and picture.theme == theme:
                    self._leaf(group, picture)
        base = self._group(tree, BASE_MAP, GROUPS["base"].get(self._language), expanded=False)
        for one in self._base_map():
            self._leaf(base, one)
        order = sub(tree, "custom-order", {"enabled": "1"})
        for name in self._drawing_order():
            sub(order, "item", text=name)

    @staticmethod
    def _group(parent: Element, name: str, title: str, *, expanded: bool) -> Element:
        said = {"name": title, "checked": "Qt::Checked", "expanded": "1" if expanded else "0"}
        found = sub(parent, "layer-tree-group", said)
        group_name(found, name, title)
        return found

    def _leaf(self, parent: Element, one: Placed | Picture) -> None:
        if isinstance(one, Picture):
            said = {"id": one.id, "name": one.title.get(self._language), "providerKey": PROVIDER, "source": one.uri}
        else:
            said = {"id": one.id, "name": self._title(one), "providerKey": self._origin.provider}
            said["source"] = self._origin.uri(one.layer)
        said |= {"checked": "Qt::Checked" if one.on else "Qt::Unchecked", "expanded": "0"}
        sub(parent, "layer-tree-layer", said)

    def _title(self, placed: Placed) -> str:
        return placed.layer.title.get(self._language)

    def _layer(self, placed: Placed) -> Element:
        layer = placed.layer
        plain = layer.overlays_of is not None
        kind = "No geometry" if plain else _GEOMETRIES[layer.dimension]
        found = Element("maplayer", {"type": "vector", "geometry": kind, "readOnly": "1"})
        found.set("wkbType", "NoGeometry" if plain else layer.geometry)
        sub(found, "id", text=placed.id)
        sub(found, "datasource", text=self._origin.uri(layer))
        sub(found, "layername", text=self._title(placed))
        if not plain:
            crs(sub(found, "srs"), self._origin.crs)
        sub(found, "provider", {"encoding": "UTF-8"}, self._origin.provider)
        metadata = sub(found, "resourceMetadata")
        sub(metadata, "identifier", text=layer.id)
        sub(metadata, "title", text=self._title(placed))
        abstract = (layer.abstract or layer.title).get(self._language).strip()
        sub(metadata, "abstract", text=abstract)
        shortname(found, placed.name, self._title(placed), abstract)
        flags = sub(found, "flags")
        for name in ("Identifiable", "Searchable"):
            sub(flags, name, text="1")
        sub(flags, "Removable", text="1")
        manager = sub(found, "map-layer-style-manager", {"current": _STYLE})
        sub(manager, "map-layer-style", {"name": _STYLE})
        if placed.style is not None:
            qml.write(found, placed.style, self._forms(layer), self._language)
        else:
            qml.write_forms(found, self._forms(layer))
        if placed in self._slip and self._content.slip and self._content.slip.subject.layer == layer.id:
            _highlight(found)
        title = layer.field_of("title", self._content.audience) or self._origin.ids
        sub(found, "previewExpression", text=_LINE if layer.overlays_of else f'"{title}"')
        self._about_parcels(found, placed)
        return found

    def _forms(self, layer: Layer) -> list[FieldForm]:
        extra = [
            FieldForm(name, word("field_gid" if name == "gid" else "field_id", self._language))
            for name in self._origin.extra
        ]
        fields = forms_of(self._project, layer, self._content.audience, self._language)
        if layer.overlays_of is not None:  # which layers they are is told by name
            titles = {other.id: other.title.get(self._language) for other in self._project.layers.values()}
            layers = tuple((name, title) for name, title in titles.items() if name in self._content.styles)
            fields = tuple(
                FieldForm(field.name, field.title, layers) if field.name == "layer" else field for field in fields
            )
        return [*extra, *fields]

    def _about_parcels(self, found: Element, placed: Placed) -> None:
        """What lies on a feature: as a tip of the map, as a stored expression, and as actions."""
        layer = placed.layer
        table = self._table_of(layer)
        if table is None:
            return
        told = self._told(_relation_of(table, placed))
        stored = sub(found, "storedexpressions")
        said = {"name": word("what_lies_here", self._language), "expression": told, "tag": "3"}
        sub(stored, "storedexpression", said)
        head = layer.field_of("title", self._content.audience) or self._origin.ids
        sub(found, "mapTip", text=f"<b>[% \"{head}\" %]</b><br>[% replace({told}, '\\n', '<br>') %]")
        if self._content.slip is None or self._content.slip.subject.layer != layer.id:
            return
        actions = sub(found, "attributeactions")
        page = f'{self._content.public_url}/api/slip/[% "{self._origin.ids}" %]'
        for number, (name, query) in enumerate((("action_slip", "f=html"), ("action_pdf", "f=pdf"))):
            title = word(name, self._language)
            said = {"id": key(name), "name": title, "shortTitle": title, "type": "5", "icon": "", "capture": "0"}
            said |= {"action": f"{page}?{query}", "notificationMessage": "", "isEnabledOnlyWhenEditable": "0"}
            action = sub(actions, "actionsetting", said)
            for scope in ("Feature", "Canvas", "Field"):
                sub(action, "actionScope", {"id": scope})
            if number == 0:
                sub(actions, "defaultAction", {"key": "Canvas", "value": key(name)})

    def _table_of(self, layer: Layer) -> Placed | None:
        return next((placed for placed in self._urban if placed.layer.overlays_of == layer.id), None)

    @staticmethod
    def _told(relation: str) -> str:
        """An expression: a line for each feature that lies on this one."""
        chosen = "\"kind\" IN ('feature', 'nearest')"
        return f"relation_aggregate('{relation}', 'concatenate', if({chosen}, {_LINE} || '\\n', ''))"

    def _relations(self, root: Element) -> None:
        relations = sub(root, "relations")
        placed = {one.layer.id: one for one in self._urban}
        for one in self._urban:
            for base in self._placed if one.layer.overlays_of else ():  # every look of the base layer may be asked
                if base.layer.id == one.layer.overlays_of:
                    name, title = _relation_of(one, base), word("relation_overlays", self._language)
                    self._relation(relations, name, title, one, one.layer.base_id, base, self._origin.ids)
            for reference in one.layer.quality.references:
                other = placed.get(reference.layer)
                seen = one.layer.fields_for(self._content.audience)
                if other is not None and reference.field in seen:
                    title = f"{one.layer.fields[reference.field].title.get(self._language)} – {self._title(one)}"
                    name = f"{one.layer.id}_{reference.field}"
                    self._relation(relations, name, title, one, reference.field, other, reference.to)

    @staticmethod
    def _relation(
        parent: Element, name: str, title: str, child: Placed, field: str, base: Placed, base_field: str
    ) -> None:
        said = {"id": name, "name": title, "strength": "Association"}
        found = sub(parent, "relation", said | {"referencingLayer": child.id, "referencedLayer": base.id})
        sub(found, "fieldRef", {"referencingField": field, "referencedField": base_field})

    def _canvas(self, root: Element) -> None:
        canvas = sub(root, "mapcanvas", {"name": "theMapCanvas", "annotationsVisible": "1"})
        sub(canvas, "units", text="meters")
        corners(canvas, "extent", self._content.view)
        sub(canvas, "rotation", text="0")
        crs(sub(canvas, "destinationsrs"), self._project.province.crs)

    def _properties(self, root: Element) -> None:
        properties = sub(root, "properties")
        measure = sub(properties, "Measurement")
        sub(measure, "AreaUnits", {"type": "QString"}, "m2")
        sub(measure, "DistanceUnits", {"type": "QString"}, "meters")
        sub(sub(properties, "SpatialRefSys"), "ProjectionsEnabled", {"type": "int"}, "1")
        precision = sub(properties, "PositionPrecision")
        sub(precision, "Automatic", {"type": "bool"}, "false")
        sub(precision, "DecimalPlaces", {"type": "int"}, "2")
        titles = {layer.id: layer.title.get(self._language) for layer in self._project.layers.values()}
        shown = {name: title for name, title in titles.items() if name in self._content.styles}
        variables = {"sdi_layers": json.dumps(shown, ensure_ascii=False), "sdi_url": self._content.public_url}
        found = sub(properties, "Variables")
        for kind, values in (("variableNames", variables.keys()), ("variableValues", variables.values())):
            listed = sub(found, kind, {"type": "QStringList"})
            for value in values:
                sub(listed, "value", text=value)
        services(
            properties,
            self._project.province,
            self._content.catalog.cataloguing.licence.title,
            self._language,
            self._content.public_url,
            tables=[self._title(one) for one in self._urban if one.layer.overlays_of],
            layers=[one.id for one in self._urban if not one.layer.overlays_of],
            groups=[word("layout_slip", self._language), GROUPS["base"].get(self._language)],
            layouts=[word("layout_slip", self._language)],
        )

    def _themes(self, root: Element) -> None:
        """Sets of layers that are switched on together."""
        presets = sub(root, "visibility-presets")
        for name, members in self._sets():
            preset = sub(presets, "visibility-preset", {"name": name, "has-expanded-info": "0"})
            for placed in members:
                sub(preset, "layer", {"id": placed.id, "visible": "1", "expanded": "0", "style": _STYLE})

    def _sets(self) -> Iterator[tuple[str, list[Placed | Picture]]]:
        base = [one for one in self._base_map() if isinstance(one, Placed) or one.on]
        yield GROUPS["base"].get(self._language), base
        for theme in dict.fromkeys(placed.layer.theme for placed in self._urban):
            members = [placed for placed in self._urban if placed.layer.theme == theme and placed.style]
            yield self._content.catalog.theme(theme).title.get(self._language), [*members, *base]
        yield word("layout_slip", self._language), [*self._slip, *base]

    def _operation(self, root: Element) -> None:
        """The way between the two datums is the pinned one, not whichever QGIS likes best."""
        context = sub(root, "transformContext")
        for epsg, operation in self._content.operations.items():
            found = sub(context, "srcDest", {"coordinateOp": operation, "allowFallback": "0"})
            crs(sub(found, "src"), epsg)
            crs(sub(found, "dest"), self._project.province.crs)

    def _layouts(self, root: Element) -> None:
        layouts = sub(root, "Layouts")
        slip = self._content.slip
        subject = next((one for one in self._slip if slip and one.layer.id == slip.subject.layer), None)
        if slip is None or subject is None:
            return
        members = [(one.id, self._title(one), self._origin.uri(one.layer)) for one in (*self._slip, *self._base)]
        coverage = (subject.id, self._title(subject), self._origin.uri(subject.layer))
        legend = [one.id for one in self._slip]
        layouts.append(
            slip_layout(slip, coverage, members, legend, self._origin.provider, self._content.view, self._language)
        )

    def _bookmarks(self, root: Element) -> None:
        bookmarks = sub(root, "Bookmarks")
        group = word("communes", self._language)
        for name, box in self._content.communes:
            said = {"id": key(f"commune {name}"), "name": name, "group": group, "extent": polygon(box)}
            crs(sub(bookmarks, "Bookmark", said), self._project.province.crs)


def _highlight(layer: Element) -> None:
    """The feature that the page of the layout is about, in the colour of a slip's subject."""
    chosen = "@atlas_featureid = $id"
    for symbol in layer.iterfind("renderer-v2/symbols/symbol/layer"):
        values = {
            "outlineColor": f"if({chosen}, '{SUBJECT_COLOR}', @value)",
            "outlineWidth": f"if({chosen}, {_SUBJECT_MM}, @value)",
        }
        qml.defined(symbol, values)


def _relation_of(table: Placed, base: Placed) -> str:
    return f"{table.layer.id}_{base.id}"
