"""The year that the tests of this app share."""

from tests.year import activity, area, hours, line, program

__all__ = ["activity", "area", "hours", "line", "program"]
