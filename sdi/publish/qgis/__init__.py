"""A QGIS project of everything that an audience is shown, written without QGIS: the server has none."""
