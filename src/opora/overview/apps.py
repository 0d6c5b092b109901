from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "opora.overview"
    label = "overview"
    verbose_name = "Обзор территории"
