from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "opora.history"
    label = "history"
    verbose_name = "История"
