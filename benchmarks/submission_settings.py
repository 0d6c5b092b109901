"""The house's settings with the bare store beside the pages."""

from opora.config.settings import *  # noqa: F403

ROOT_URLCONF = "submission_urls"
