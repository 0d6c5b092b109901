"""Territories and organisations: who exists, where, under which names, how large."""

import pghistory
from django.db import models
from django.db.models import Q

from opora.ordering import FoldedName
from opora.organisations.states import (
    Locality,
    MeritKind,
    OrganisationKind,
    SchoolKind,
    TerritoryKind,
)


class Territory(models.Model):
    """A node of the tree federation → region → municipality.

    `path` is the chain of ids from the root, each followed by «/»: a scope is a prefix of it.
    """

    kind = models.CharField("вид", max_length=20, choices=TerritoryKind.choices)
    name = models.CharField("название", max_length=200)
    code = models.CharField(
        "код", max_length=40, unique=True, error_messages={"unique": "Этот код уже занят. Дайте другой."}
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=120, unique=True, null=True, db_collation="C")
    sort_name = models.GeneratedField(
        expression=FoldedName("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    class Meta:
        ordering = ("sort_name", "id")
        constraints = [
            models.UniqueConstraint(
                "parent",
                "name",
                name="territory_name_once",
                violation_error_message="Здесь уже есть территория с таким названием. Дайте другое.",
            ),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="territory_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
    exclude=["sort_name"],
)
class Organisation(models.Model):
    """A school, an authority, a methodical centre, an institute, an operator, a partner.

    `key` is the stable key of the installation; a name is unique among living organisations of a territory.
    `latitude` and `longitude` are degrees (north and east are positive), both known or neither.
    """

    kind = models.CharField("вид", max_length=20, choices=OrganisationKind.choices)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="organisations")
    key = models.CharField(
        "код", max_length=40, unique=True, error_messages={"unique": "Этот код уже занят. Дайте другой."}
    )
    inn = models.CharField("ИНН", max_length=12, blank=True)
    name = models.CharField("название", max_length=300)
    official_name = models.TextField("полное название", blank=True)
    school_kind = models.CharField("вид школы", max_length=20, choices=SchoolKind.choices, blank=True)
    locality = models.CharField("город или село", max_length=10, choices=Locality.choices, blank=True)
    is_legal_entity = models.BooleanField("юридическое лицо", default=True)
    distance_km = models.PositiveIntegerField("расстояние до центра, км", null=True, blank=True)
    latitude = models.DecimalField("широта", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("долгота", max_digits=9, decimal_places=6, null=True, blank=True)
    address = models.TextField("адрес", blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    email = models.EmailField("почта", blank=True)
    site = models.URLField("сайт", blank=True)
    letterhead = models.TextField("реквизиты для бланка", blank=True)
    closed_on = models.DateField("закрыта", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed"
    )
    sort_name = models.GeneratedField(
        expression=FoldedName("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    class Meta:
        ordering = ("sort_name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "name"],
                condition=Q(closed_on__isnull=True, merged_into__isnull=True),
                name="organisation_name_once",
                violation_error_message=(
                    "На этой территории уже есть действующая организация с таким названием. Дайте другое."
                ),
            ),
            models.UniqueConstraint(
                fields=["inn"],
                condition=~Q(inn=""),
                name="organisation_inn_once",
                violation_error_message="Этот ИНН уже записан у другой организации. Проверьте цифры.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(closed_on__isnull=False),
                name="organisation_merged_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="organisation_both_coordinates",
                violation_error_message="Впишите и широту, и долготу или очистите обе.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__gte=-90, latitude__lte=90),
                name="organisation_latitude",
                violation_error_message="Широта — от −90 до 90 градусов. Проверьте, не поменялись ли числа местами.",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__gte=-180, longitude__lte=180),
                name="organisation_longitude",
                violation_error_message="Долгота — от −180 до 180 градусов. Проверьте число.",
            ),
        ]
        indexes = [models.Index(fields=["territory", "kind"], name="organisation_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_on is None and self.merged_into_id is None


class FormerName(models.Model):
    """A name an organisation had: imports of older years find it by this."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=300)
    until = models.DateField(null=True)

    class Meta:
        ordering = ("-until", "id")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="former_name_once")]

    def __str__(self) -> str:
        return self.name


class Leader(models.Model):
    """A head or deputy of an organisation, with the term of office."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="leaders")
    post = models.CharField("должность", max_length=200)
    is_head = models.BooleanField("руководитель", default=False)
    name = models.CharField("ФИО", max_length=200)
    since = models.DateField("с", null=True, blank=True)
    until = models.DateField("по", null=True, blank=True)

    class Meta:
        ordering = ("-is_head", "-since", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=models.F("since")),
                name="leader_term_in_order",
                violation_error_message="Срок кончается раньше, чем начинается. Поменяйте даты.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.name}"


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class YearFigures(models.Model):
    """Size and context of an organisation in one school year (the year it begins in).

    Counts are None where nobody said, never 0 by default. `passport` holds the social passport and the
    context of the district by the codes of the catalogue «social-passport»: {code: count or share}.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField("учебный год, начало")
    pupils = models.PositiveIntegerField("обучающиеся", null=True, blank=True)
    teachers = models.PositiveIntegerField("учителя", null=True, blank=True)
    teachers_under_35 = models.PositiveIntegerField("учителя до 35 лет", null=True, blank=True)
    teachers_over_55 = models.PositiveIntegerField("учителя старше 55 лет", null=True, blank=True)
    passport = models.JSONField("социальный паспорт", default=dict, blank=True)

    class Meta:
        ordering = ("-year", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="figures_once_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100),
                name="figures_year_sane",
                violation_error_message="Учебный год — это год его начала, например 2025.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.year}"


class Merit(models.Model):
    """A status, a strength or an achievement of an organisation, with its years."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="merits")
    kind = models.CharField("вид", max_length=20, choices=MeritKind.choices)
    text = models.CharField("что", max_length=300)
    year_from = models.PositiveSmallIntegerField("с года", null=True, blank=True)
    year_to = models.PositiveSmallIntegerField("по год", null=True, blank=True)

    class Meta:
        ordering = ("kind", "-year_from", "id")

    def __str__(self) -> str:
        return self.text
