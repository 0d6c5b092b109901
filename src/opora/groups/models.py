"""Groups of people with typed members, at a school, a municipality or a region."""

from django.db import models
from django.db.models import Q

from opora.groups.states import GroupKind, MemberPart
from opora.ordering import FoldedName
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person


class Group(models.Model):
    """A working group, a teachers' association, a creative group, a community."""

    kind = models.CharField("вид", max_length=20, choices=GroupKind.choices)
    name = models.CharField("название", max_length=200)
    purpose = models.TextField("зачем создана", blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="groups")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="groups")
    order_number = models.CharField("номер приказа", max_length=60, blank=True)
    order_date = models.DateField("дата приказа", null=True, blank=True)
    closed_on = models.DateField("распущена", null=True, blank=True)
    sort_name = models.GeneratedField(
        expression=FoldedName("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    class Meta:
        ordering = ("sort_name", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(territory__isnull=True), name="group_has_one_home"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def home(self) -> Organisation | Territory:
        """The organisation or the territory it belongs to; joined by `queries.visible_to`."""
        home = self.organisation or self.territory
        assert home is not None
        return home

    @property
    def home_path(self) -> str:
        """The path of the territory it lies in."""
        home = self.home
        return (home.territory.path if isinstance(home, Organisation) else home.path) or ""


class Member(models.Model):
    """Somebody's part in a group: a person with an account, or only a name."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="memberships")
    name = models.CharField("ФИО", max_length=200)
    post = models.CharField("должность", max_length=200, blank=True)
    part = models.CharField("роль в группе", max_length=20, choices=MemberPart.choices)
    since = models.DateField("с", null=True, blank=True)
    until = models.DateField("по", null=True, blank=True)

    class Meta:
        ordering = ("part", "name", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=models.F("since")),
                name="member_term_in_order",
                violation_error_message="Срок кончается раньше, чем начинается. Поменяйте даты.",
            )
        ]

    def __str__(self) -> str:
        return self.name
