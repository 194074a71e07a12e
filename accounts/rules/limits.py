"""How often somebody may try: free tries, then a wait that grows with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """``free`` tries within a time; from then on one a wait, which doubles up to the longest."""

    code: str
    free: int
    within: timedelta
    first_wait: timedelta
    longest_wait: timedelta

    def wait(self, count: int, since: datetime, last: datetime, moment: datetime) -> timedelta:
        """How long from the moment until the next try; zero or less where it may be made."""
        if count < self.free or self.is_over(since, moment):
            return timedelta()
        # Beyond sixteen doublings every wait is the longest, and a power of two would only grow.
        wait = self.first_wait * 2 ** min(count - self.free, 16)
        return min(last + min(wait, self.longest_wait), since + self.within) - moment

    def is_over(self, since: datetime, moment: datetime) -> bool:
        """Whether the tries counted since then are forgotten."""
        return moment - since >= self.within


# Of wrong passwords. An address may be that of a whole house; a name's wait has an end that a
# guesser gains nothing from, and that keeps nobody out for longer than that.
SIGN_IN_ADDRESS = Limit("sign-in address", 40, 15 * MINUTE, 15 * MINUTE, 15 * MINUTE)
SIGN_IN_NAME = Limit("sign-in name", 10, DAY, MINUTE / 4, 15 * MINUTE)
# Of a browser in which the name has signed in before: what others do elsewhere does not touch it.
SIGN_IN_BROWSER = Limit("sign-in browser", 20, 15 * MINUTE, 15 * MINUTE, 15 * MINUTE)
PASSWORD_CHANGE = Limit("password change", 8, 15 * MINUTE, 15 * MINUTE, 15 * MINUTE)
# Of links asked for.
RESET_ADDRESS = Limit("reset address", 10, HOUR, HOUR, HOUR)
RESET_MAIL = Limit("reset mail", 3, HOUR, 5 * MINUTE, HOUR)

LIMITS = (
    SIGN_IN_ADDRESS,
    SIGN_IN_NAME,
    SIGN_IN_BROWSER,
    PASSWORD_CHANGE,
    RESET_ADDRESS,
    RESET_MAIL,
)
