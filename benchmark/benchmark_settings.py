"""The benchmark's settings of the build on whose path this lies, with one more page."""

from tfi.settings.benchmark import *  # noqa: F403

ROOT_URLCONF = "benchmark_urls"
