"""The settings of the benchmarked site: the browser tests' with two addresses more."""

from tests.support.site_settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.web_urls"
