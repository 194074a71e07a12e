"""A killed restore leaves the old state or the new one; `reliability/` kills more of them."""

import os
import subprocess
import sys
from pathlib import Path


def test_a_killed_restore_leaves_the_old_state_or_the_new_one_and_is_cleaned_up():
    script = Path(__file__).parents[2] / "reliability" / "restore.py"

    done = subprocess.run(
        [sys.executable, script, "--kills", "6"],
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 kills: " in done.stdout
    assert "neither 0, not cleaned 0" in done.stdout
