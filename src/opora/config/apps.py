"""The one place where features are joined: importers, kinds of definitions, panels."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "opora.config"
    label = "config"
    verbose_name = "Сборка"

    def ready(self) -> None:
        from opora.config import registry

        registry.join()
