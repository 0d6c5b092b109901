from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "opora.ui"
    verbose_name = "Вид страниц"
