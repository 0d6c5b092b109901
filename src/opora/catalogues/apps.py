from django.apps import AppConfig


class CataloguesConfig(AppConfig):
    name = "opora.catalogues"
    label = "catalogues"
    verbose_name = "Каталоги"
