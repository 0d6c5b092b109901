from django.apps import AppConfig


class RoadmapsConfig(AppConfig):
    name = "opora.roadmaps"
    label = "roadmaps"
    verbose_name = "Дорожные карты"

    def ready(self) -> None:
        from opora.documents import after
        from opora.organisations import cards
        from opora.roadmaps.actions.beginning import let_go, put_on_the_map
        from opora.roadmaps.panels import PANEL

        cards.register(PANEL)
        after.register(after_confirming=put_on_the_map, before_removing=let_go)
