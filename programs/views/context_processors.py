"""The programme in the header: the one the page is about, else the current one."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from programs.queries import current_program, programs_of


def programmes(request: HttpRequest) -> dict[str, object]:
    # Lazy: a page without the header (an error, a fragment) costs no query.
    return {
        "programmes": SimpleLazyObject(lambda: programs_of(request)),
        "current_programme": SimpleLazyObject(lambda: current_program(request)),
    }
