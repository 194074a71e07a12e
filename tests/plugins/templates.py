"""A template of ours that prints a variable nobody set fails the test that renders it."""

import sys
from pathlib import Path
from types import FrameType

from django.template.base import FilterExpression, Node

OUR_TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"


class UndefinedVariable(AssertionError):
    pass


class FailOnUndefined(str):
    """Stands as ``string_if_invalid``, for our templates only.

    Django's and the libraries' own templates rely on unset variables being empty, so for them
    this is the empty string that Django uses otherwise. Where Django asks whether it has
    something to print instead of a missing variable (the truth of the value, or a "%s" in it),
    the template that is being rendered decides the answer.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        # A failing attribute look-up may hand this object to an {% if %}: there it is empty.
        caller = sys._getframe(1)
        return caller.f_code is FilterExpression.resolve.__code__ and _our_template(caller) != ""

    def __contains__(self, part: object) -> bool:
        return part == "%s" and _our_template(sys._getframe(1)) != ""

    def __mod__(self, variable: object) -> str:
        template = _our_template(sys._getframe(1))
        raise UndefinedVariable(f"{template} prints {variable}, which is not in its context.")


def _our_template(frame: FrameType | None) -> str:
    """The template whose tag or variable is being rendered, or "" if it is not one of ours."""
    while frame:
        origin = getattr(frame.f_locals.get("self"), "origin", None)
        if origin and isinstance(frame.f_locals["self"], Node):
            path = Path(str(origin.name))
            return str(path.relative_to(OUR_TEMPLATES)) if OUR_TEMPLATES in path.parents else ""
        frame = frame.f_back
    return ""
