"""What the tests of the intake share: an invented town, writers of deliveries, and an officer's desk over a PostGIS."""
