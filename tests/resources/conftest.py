"""The year that the tests of this app share."""

from tests.year import activity, ann, area, hours, line, program

__all__ = ["activity", "ann", "area", "hours", "line", "program"]
