from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "opora.measures"
    label = "measures"
    verbose_name = "Меры"
