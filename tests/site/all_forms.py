"""Every form of the site, by the name of its address."""

from tests.site import changing_forms, configuring_forms, creating_forms

CREATING = creating_forms.CREATING | configuring_forms.CREATING
CHANGING = changing_forms.CHANGING | configuring_forms.CHANGING


def by_administrators(name: str) -> bool:
    """Whether the form is one that only administrators may send."""
    of_theirs = name.startswith(("accounts:", "exchange:"))
    return of_theirs or name in configuring_forms.BY_ADMINISTRATORS
