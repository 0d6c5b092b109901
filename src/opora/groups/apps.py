from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "opora.groups"
    label = "groups"
    verbose_name = "Группы"

    def ready(self) -> None:
        from opora.groups.panel import groups_panel
        from opora.organisations import cards

        cards.register(cards.Panel("groups", "Группы", 200, groups_panel))
