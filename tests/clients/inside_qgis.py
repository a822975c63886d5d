"""Runs inside QGIS, in the distribution's Python: one question as JSON on stdin, the answer as JSON on stdout.

Written for QGIS 3.22 and later. Nothing of the project is imported here: QGIS knows addresses and logins only.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from typing import Any
from urllib.parse import quote

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsLayoutExporter,
    QgsLayoutItemMap,
    QgsLineSymbol,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsProviderRegistry,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorTileLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QEventLoop, QSize, QTimer
from qgis.PyQt.QtGui import QColor

Json = Any

messages: list[str] = []


def main() -> None:
    """Answer one question and leave at once: QGIS crashes when Python clears up before it."""
    question = json.load(sys.stdin)
    os.environ.update(question.pop("environment"))
    if os.environ.get("LANG", "").startswith("vi"):
        QgsApplication.setTranslation("vi")
    application = QgsApplication([], True, tempfile.mkdtemp(dir=os.environ["HOME"]))
    application.messageLog().messageReceived.connect(lambda text, tag, level: messages.append(f"{tag}: {text}"))
    application.initQgis()
    answer = ACTIONS[question.pop("action")](**question)
    print("\n" + json.dumps({"answer": answer, "version": Qgis.QGIS_VERSION_INT, "messages": messages}), flush=True)
    os._exit(0)


def api_layers(url: str, names: list[str], box: list[float] | None = None) -> Json:
    """What the OGC API provider makes of collections; ``box`` (WGS 84) asks for the features that touch it."""
    return {name: describe(api_layer(url, name), box) for name in names}


def api_read(
    url: str, name: str, key: str, subset: str | None = None, box: list[float] | None = None, limit: int = -1
) -> Json:
    """A collection as QGIS's dialog opens it when nobody sets anything: its CRS, aliases and features.

    Args:
        url: Of the landing page.
        name: Of the collection.
        key: Field with the id of a feature; QGIS before 3.44 shows the id itself, as ``id``.
        subset: A filter of the layer, an expression as a user would write it ("Filter…").
        box: West, south, east, north in the layer's CRS.
        limit: Features at most.
    """
    layer = QgsVectorLayer(f"url='{url}' typename='{name}' restrictToRequestBBOX='1'", name, "OAPIF")
    if not layer.isValid() or (subset and not layer.setSubsetString(subset)):
        return {"valid": False}
    extent = corners(layer.extent())
    fields = layer.fields()
    if "id" in fields.names():
        key = "id"
    request = QgsFeatureRequest()
    if box:
        request.setFilterRect(QgsRectangle(*box)).setFlags(QgsFeatureRequest.ExactIntersect)
    request.setLimit(limit)
    features = [[feature[key], bytes(feature.geometry().asWkb()).hex()] for feature in layer.getFeatures(request)]
    settle()
    return {
        "valid": True,
        "crs": layer.crs().authid(),
        "kind": QgsWkbTypes.displayString(layer.wkbType()),
        "count": layer.featureCount(),
        "extent": extent,
        "aliases": {field.name(): field.alias() for field in fields},
        "comments": {field.name(): field.comment() for field in fields},
        "features": features,
    }


def database_tables(login: dict[str, str], schema: str) -> Json:
    """What QGIS's browser lists in a schema, and how it would open each entry."""
    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    found = {}
    for table in provider.createConnection(database_uri(login).uri(False), {}).tables(schema):
        kinds = table.geometryColumnTypes()
        found[table.tableName()] = {
            "keys": table.primaryKeyColumns(),
            "geometry_column": table.geometryColumn(),
            "kinds": [[QgsWkbTypes.displayString(kind.wkbType), kind.crs.authid()] for kind in kinds],
            "comment": table.comment(),
        }
    return found


def database_layers(login: dict[str, str], tables: list[list[str]]) -> Json:
    """What the PostgreSQL provider makes of tables, given as (schema, name, geometry column, key)."""
    return {f"{table[0]}.{table[1]}": describe(database_layer(login, *table)) for table in tables}


def draw(sources: list[Json], extent: list[float], crs: str, size: list[int], path: str) -> Json:
    """A map of layers, bottom first, each with a colour of its own; returns how many features each drew."""
    layers = []
    for source in sources:
        layer = api_layer(source["url"], source["name"]) if "url" in source else database_layer(**source["table"])
        assert layer.isValid(), (source["name"], messages)
        if layer.geometryType() == QgsWkbTypes.PolygonGeometry:
            symbol = QgsFillSymbol.createSimple({"color": source["color"], "outline_style": "no"})
        else:
            symbol = QgsLineSymbol.createSimple({"color": source["color"], "width": source.get("width", "0.5")})
        layer.setLabelsEnabled(False)  # the style that lies in the database has labels
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))
        layers.append(layer)
        wait_for_all(layer)
    settings = QgsMapSettings()
    settings.setLayers(layers[::-1])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    settings.setExtent(QgsRectangle(*extent))
    settings.setOutputSize(QSize(*size))
    settings.setBackgroundColor(QColor("#ffffff"))
    settings.setFlag(QgsMapSettings.Antialiasing, False)  # every pixel has the colour of one layer
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    errors = [error.message for error in job.errors()]
    assert not errors, errors
    assert job.renderedImage().save(path)
    return {source["name"]: layer.featureCount() for source, layer in zip(sources, layers, strict=True)}


def draw_styles(cases: list[Json]) -> Json:
    """Draw files of features by files of styles, at the scale of 0.28 mm to a pixel; returns what QGIS complains of."""
    complaints = {}
    for case in cases:
        layer = QgsVectorLayer(case["features"], "features", "ogr")
        assert layer.isValid(), case["features"]
        load = layer.loadSldStyle if case["style"].endswith(".sld") else layer.loadNamedStyle
        message, loaded = load(case["style"])
        if not loaded:
            complaints[case["style"]] = message
        picture([layer], case["box"], "EPSG:5898", case["size"], case["picture"])
    return complaints


def draw_tiles(tiles: str, style: str, levels: list[int], box: list[float], size: list[int], path: str) -> Json:
    """Vector tiles drawn by the MapLibre style at an address; returns what QGIS could not make of the style."""
    source = f"type=xyz&url={quote(tiles)}&zmin={levels[0]}&zmax={levels[1]}&styleUrl={quote(style)}"
    layer = QgsVectorTileLayer(source, "tiles")
    assert layer.isValid(), source
    message, loaded = layer.loadDefaultStyle()
    assert loaded, message
    picture([layer], box, "EPSG:3857", size, path)
    return message


def picture(
    layers: list[Any], box: list[float], crs: str, size: list[int], path: str, *, for_people: bool = False
) -> None:
    """Layers, top first, as a PNG: for people, or without texts, every pixel in the colour of one symbol."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    settings.setTransformContext(QgsProject.instance().transformContext())
    settings.setExtent(QgsRectangle(*box))
    settings.setOutputSize(QSize(*size))
    settings.setOutputDpi(25.4 / 0.28)
    settings.setBackgroundColor(QColor("#ffffff"))
    settings.setFlag(QgsMapSettings.Antialiasing, for_people)
    settings.setFlag(QgsMapSettings.DrawLabeling, for_people)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    errors = [error.message for error in job.errors()]
    assert not errors, errors
    assert job.renderedImage().save(path)


def open_project(
    path: str,
    parcel: str,
    ids: str,
    box: list[float],
    size: list[int],
    map_file: str,
    plain_file: str,
    page_file: str,
    sheet_file: str | None = None,
    form_file: str = "",
    tree_file: str = "",
) -> Json:
    """A project as a planner opens it: what is in it, a map, what lies on a parcel, and that parcel's printed page.

    Args:
        path: A file, or an address of a project in PostgreSQL.
        parcel: Identifier of a parcel.
        ids: Name of the field with identifiers.
        box: What the map shows, in the project's CRS.
        size: Of the map, in pixels.
        map_file: Where the map is written.
        plain_file: Where it is written without texts.
        page_file: Where the page is written.
        sheet_file: Where the first scanned sheet alone is written, of a project with pictures.
        form_file: Where what "identify" shows of the parcel is drawn, if it is wanted.
        tree_file: Where the list of layers is drawn, if it is wanted.
    """
    project = QgsProject.instance()
    assert project.read(path), project.error()
    root = project.layerTreeRoot()
    layers = project.mapLayers()
    shown = [layer for layer in root.layerOrder() if root.findLayer(layer.id()).isVisible()]
    picture(shown, box, project.crs().authid(), size, map_file, for_people=True)
    picture(shown, box, project.crs().authid(), size, plain_file)
    if sheet_file:
        sheet = next(layer for name, layer in sorted(layers.items()) if name.startswith("sdi_anh_plan_sheets"))
        sheet.renderer().setOpacity(1.0)
        picture([sheet], box, project.crs().authid(), size, sheet_file)
    subject = next(layer for name, layer in layers.items() if name.startswith("slip-map") and name.endswith("parcels"))
    chosen = f"\"{ids}\" = '{parcel}'"
    feature = next(subject.getFeatures(QgsFeatureRequest().setFilterExpression(chosen)))
    # rows first: of a table that nobody has read yet QGIS 3.22 aggregates nothing
    relation = next(one for one in project.relationManager().referencedRelations(subject))
    rows = [
        [plain(row[name]) for name in ("layer", "kind", "feature_id", "area_m2", "length_m", "count", "distance_m")]
        for row in relation.getRelatedFeatures(feature)
    ]
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(subject))
    context.setFeature(feature)
    told = QgsExpression(subject.storedExpressionManager().storedExpressions()[0].expression)
    text = told.evaluate(context)
    assert not told.hasEvalError(), told.evalErrorString()
    table = relation.referencingLayer()
    named = QgsExpression(table.displayExpression())
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(table))
    names = []
    for row in relation.getRelatedFeatures(feature):
        context.setFeature(row)
        names.append(named.evaluate(context))
    if form_file:
        form(subject, feature, form_file)
    if tree_file:
        tree(root, tree_file)
    return {
        "title": project.title(),
        "crs": project.crs().authid(),
        "layers": {name: [layer.isValid(), layer.name(), layer.source()] for name, layer in layers.items()},
        "counts": {name: layer.featureCount() for name, layer in layers.items() if name.startswith("sdi_lop_")},
        "groups": {group.name(): [leaf.layerId() for leaf in group.findLayers()] for group in root.findGroups(True)},
        "relations": {one.name(): one.isValid() for one in project.relationManager().relations().values()},
        "bookmarks": [bookmark.name() for bookmark in project.bookmarkManager().bookmarks()],
        "themes": project.mapThemeCollection().mapThemes(),
        "actions": [action.name() for action in subject.actions().actions()],
        "aliases": {field.name(): field.alias() for field in subject.fields()},
        "meanings": {
            field.name(): field.editorWidgetSetup().config()["map"]
            for field in project.mapLayer("sdi_lop_planning_zones").fields()
            if field.editorWidgetSetup().type() == "ValueMap"
        },
        "told": text,
        "rows": rows,
        "names": names,
        "scale": print_page(project, chosen, page_file),
    }


def form(layer: QgsVectorLayer, feature: Any, path: str) -> None:
    """What the tool "identify" shows of a feature, as a picture."""
    from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm, QgsGui

    QgsGui.editorWidgetRegistry().initEditors()
    shown = QgsAttributeForm(layer, feature, QgsAttributeEditorContext())
    shown.setMode(QgsAttributeEditorContext.IdentifyMode)
    shown.resize(1100, 900)
    shown.show()
    settle(1500)
    assert shown.grab().save(path)


def tree(root: Any, path: str) -> None:
    """The list of layers as it is when the project is opened, with its first group and theme open."""
    from qgis.core import QgsLayerTreeModel
    from qgis.gui import QgsLayerTreeView

    for group in (root.children()[0], root.children()[1].children()[1]):
        group.setExpanded(True)
        for leaf in group.children():
            leaf.setExpanded(False)
    model, view = QgsLayerTreeModel(root), QgsLayerTreeView()
    model.setFlag(QgsLayerTreeModel.AllowNodeChangeVisibility)
    view.setModel(model)
    view.resize(480, 480)
    view.show()
    settle(300)
    assert view.grab().save(path)


def print_page(project: Any, chosen: str, path: str) -> float:
    """The page of the layout about one feature; returns the scale of its map."""
    layout = project.layoutManager().printLayouts()[0]
    layout.renderContext().setPredefinedScales(project.viewSettings().mapScales())
    atlas = layout.atlas()
    atlas.setFilterFeatures(True)
    atlas.setFilterExpression(chosen)
    assert atlas.beginRender() and atlas.count() == 1 and atlas.first()
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 96
    assert QgsLayoutExporter(layout).exportToImage(path, settings) == QgsLayoutExporter.Success
    return next(item for item in layout.items() if isinstance(item, QgsLayoutItemMap)).scale()


def stored_styles(login: dict[str, str], schema: str, names: list[str]) -> Json:
    """How tables look that were just connected to: the colours by code, and the names of fields."""
    found = {}
    for name in names:
        layer = database_layer(login, schema, name, "geom", "gid")
        assert layer.isValid(), name
        message, loaded = layer.loadDefaultStyle()
        renderer = layer.renderer()
        categories = renderer.categories() if hasattr(renderer, "categories") else []
        colors = {item.value(): item.symbol().color().name() for item in categories if isinstance(item.value(), str)}
        found[name] = {
            "loaded": loaded,
            "message": message,
            "colors": colors,
            "aliases": {field.name(): field.alias() for field in layer.fields()},
        }
    return found


def api_layer(url: str, name: str) -> QgsVectorLayer:
    return QgsVectorLayer(f"url='{url}' typename='{name}' pageSize='1000'", name, "OAPIF")


def database_uri(login: dict[str, str]) -> QgsDataSourceUri:
    uri = QgsDataSourceUri()
    mode = QgsDataSourceUri.decodeSslMode(login.get("sslmode", "prefer"))
    uri.setConnection(login["host"], login["port"], login["dbname"], login["user"], login["password"], mode)
    return uri


def database_layer(login: dict[str, str], schema: str, name: str, geometry: str, key: str) -> QgsVectorLayer:
    uri = database_uri(login)
    uri.setDataSource(schema, name, geometry, "", key)
    return QgsVectorLayer(uri.uri(False), name, "postgres")


def wait_for_all(layer: QgsVectorLayer) -> None:
    """Read everything once: the API provider downloads in the background and keeps what it has."""
    for _ in layer.getFeatures(QgsFeatureRequest()):
        pass


def describe(layer: QgsVectorLayer, box: list[float] | None = None) -> Json:
    """Everything a test may want to know of a layer, its features by attribute included."""
    if not layer.isValid():
        return {"valid": False, "said": messages}
    extent = layer.extent()
    request = QgsFeatureRequest()
    if box:
        request.setFilterRect(QgsRectangle(*box)).setFlags(QgsFeatureRequest.ExactIntersect)
    features, area, bounds = [], 0.0, QgsRectangle()
    for feature in layer.getFeatures(request):
        features.append([plain(value) for value in feature.attributes()])
        if feature.hasGeometry():
            area += feature.geometry().area()
            bounds.combineExtentWith(feature.geometry().boundingBox())
    fields = layer.fields()
    settle()
    return {
        "valid": True,
        "title": layer.metadata().title(),
        "kind": QgsWkbTypes.displayString(layer.wkbType()),
        "crs": layer.crs().authid(),
        "count": layer.featureCount(),
        "extent": corners(extent),
        "bounds": corners(bounds),
        "key": [fields[index].name() for index in layer.primaryKeyAttributes()],
        "fields": {field.name(): field.typeName() for field in fields},
        "comments": {field.name(): field.comment() for field in fields},
        "features": features,
        "area": area,
    }


def corners(box: QgsRectangle) -> list[float]:
    return [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]


def settle(milliseconds: int = 50) -> None:
    """Let QGIS deliver what its threads have sent: counts arrive by signal."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec_()


def plain(value: Any) -> Json:
    """A value of JSON; dates become text, as does all that JSON has no word for."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if hasattr(value, "isNull") and value.isNull():
        return None
    return value.toString("yyyy-MM-dd") if hasattr(value, "toString") else str(value)


ACTIONS = {
    action.__name__: action
    for action in (
        api_layers, api_read, database_tables, database_layers, draw, draw_styles, draw_tiles, open_project,
        stored_styles,
    )
}  # fmt: skip

if __name__ == "__main__":
    try:
        main()
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", *messages, sep="\n", file=sys.stderr, flush=True)
        os._exit(1)
