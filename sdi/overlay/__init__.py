"""Overlays: what lies on a parcel, how much of it, and which parcels a plan touches."""
