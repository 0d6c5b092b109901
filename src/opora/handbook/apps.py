from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "opora.handbook"
    label = "handbook"
    verbose_name = "Помощь"
