"""What files say of a run, where they have no link and no picture for it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.rules.document import Figure, Picture, Run, Runs, StatusMark


def words_of(run: Run) -> str:
    """A forecast says that it is one."""
    if isinstance(run, StatusMark):
        return run.label
    if isinstance(run, Figure) and run.is_forecast:
        return _("%s (forecast)") % run.text
    return run.text


def words_of_all(runs: Runs) -> str:
    return "".join(map(words_of, runs))


def words_of_missing(picture: Picture) -> str:
    """In place of a picture that is not there or cannot be read."""
    return _("Picture: %s") % picture.alternative_text
