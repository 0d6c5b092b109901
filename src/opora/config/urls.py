"""Every address of the house, feature by feature."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from opora.config.health import health

FEATURES = (
    "ui",
    "handbook",
    "organisations",
    "groups",
    "cycles",
    "catalogues",
    "questionnaires",
    "imports",
    "objections",
    "appointments",
    "results",
    "surveys",
    "answering",
    "identification",
    "risks",
    "orders",
    "assignments",
    "decisions",
    "events",
    "meetings",
    "visits",
    "documents",
    "expertise",
    "roadmaps",
    "curators",
    "plans",
    "search",
    "burden",
    "reports",
    "overview",
    "discussions",
    "desk",
    "calendars",
    "digests",
    "people",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"opora.{feature}.urls")) for feature in FEATURES if find_spec(f"opora.{feature}.urls")
]
urlpatterns += [path("health", health, name="health")]
handler400 = "opora.config.errors.bad_request"
handler403 = "opora.config.errors.forbidden"
handler404 = "opora.config.errors.not_found"
handler500 = "opora.config.errors.broken"
