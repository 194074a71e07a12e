"""Users, roles and what each role may do."""

from accounts.models.roles import ALLOWED, May, Role
from accounts.models.users import User, UserManager

__all__ = ["ALLOWED", "May", "Role", "User", "UserManager"]
