"""Coordinate reference systems: recognise them, pin operations, weigh evidence. Pure, no I/O."""

from sdi.crs.axes import AxisOrder, Candidate, Range, axis_order, rank, swap_axes
from sdi.crs.identify import CrsFinding, identify
from sdi.crs.names import name_of
from sdi.crs.operations import CrsError, Operation, Reprojector
from sdi.crs.shift import Displacement, displacement

__all__ = [
    "AxisOrder",
    "Candidate",
    "CrsError",
    "CrsFinding",
    "Displacement",
    "Operation",
    "Range",
    "Reprojector",
    "axis_order",
    "displacement",
    "identify",
    "name_of",
    "rank",
    "swap_axes",
]
