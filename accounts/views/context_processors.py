"""Template context with the user's rights: ``{% if may.log %}``."""

from django.http import HttpRequest

from accounts.models.roles import ALLOWED, May


def rights(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    allowed = ALLOWED[user.role] if user and user.is_authenticated else frozenset()
    return {"may": {right.name.lower(): right in allowed for right in May}}
