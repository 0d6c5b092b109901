"""The house's settings with the bare view beside the pages."""

from opora.config.settings import *  # noqa: F403

ROOT_URLCONF = "bare_urls"
SECOND_FACTOR_OBLIGATORY = False
