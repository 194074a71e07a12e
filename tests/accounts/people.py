"""One person a role, and the names their sign-ins have."""

from accounts.models import User
from accounts.models.roles import Role

PASSWORD = "en lang adgangskode 7"


def person(role=Role.CONSULTANT, username=None, **fields):
    username = username or str(role)
    return User.objects.create_user(
        username,
        PASSWORD,
        role=role,
        full_name=fields.pop("full_name", f"Navn på {username}"),
        **fields,
    )


def signed_in(client, role, **fields):
    """The client, with a person of the role signed in as ``client.user``."""
    client.user = person(role, **fields)
    client.force_login(client.user)
    return client
