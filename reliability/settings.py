"""As production runs, but for the clock, which stands where the small site's programme runs."""

import datetime

from tfi.settings.production import *  # noqa: F403

FIXED_TODAY = datetime.date(2011, 10, 1)
