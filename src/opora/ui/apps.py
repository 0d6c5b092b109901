from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "opora.ui"
    verbose_name = "Вид страниц"

    def ready(self) -> None:
        from django.db.models import fields

        # Django's own words for it have no Russian translation
        fields.BLANK_CHOICE_LABEL = "— выберите —"
