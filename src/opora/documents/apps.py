from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "opora.documents"
    label = "documents"
    verbose_name = "Документы программы"

    def ready(self) -> None:
        from opora.documents.panels import PANEL
        from opora.organisations import cards

        cards.register(PANEL)
