from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "opora.imports"
    label = "imports"
    verbose_name = "Импорт"
