"""What the tests of this folder have at hand."""

from intake_kit.fixtures import bare, desk, make_desk, own_desk, province, shared_desk

__all__ = ["bare", "desk", "make_desk", "own_desk", "province", "shared_desk"]
