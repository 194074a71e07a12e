"""Users, roles and what each may do; reviews of who has access; how often somebody tried."""

from accounts.models.limits import Tries
from accounts.models.reviews import AccessReview
from accounts.models.roles import ALLOWED, May, Role
from accounts.models.users import User, UserManager

__all__ = ["ALLOWED", "AccessReview", "May", "Role", "Tries", "User", "UserManager"]
