"""Users, roles and what each role may do; how often somebody tried."""

from accounts.models.limits import Tries
from accounts.models.roles import ALLOWED, May, Role
from accounts.models.users import User, UserManager

__all__ = ["ALLOWED", "May", "Role", "Tries", "User", "UserManager"]
