"""What plain PostGIS says of overlays."""
