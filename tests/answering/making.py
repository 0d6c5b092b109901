"""A small questionnaire with every kind of question, and an open campaign that asks it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from conftest import NOW
from factories.people import World, world
from opora.catalogues.models import Definition, Version
from opora.catalogues.states import Origin, VersionState
from opora.questionnaires.instrument import Audience, Instrument
from opora.surveys import keys, storage
from opora.surveys.codes import code_of, shown
from opora.surveys.issuing import issue
from opora.surveys.models import Campaign, CampaignInstrument, CampaignSchool, Cohort
from opora.surveys.posters import token_of
from opora.surveys.sealing import Sheet, unseal
from opora.surveys.states import CampaignState

CONTENT: dict[str, Any] = {
    "audience": "pupil",
    "purpose": "profile",
    "minutes": 6,
    "languages": ["ru", "tt"],
    "sections": [
        {"code": "a", "title": "О школе", "intro": "Отвечайте, как есть."},
        {"code": "b", "title": "Об уроках"},
        {"code": "c", "title": "Напоследок"},
    ],
    "questions": [
        {"code": "p01", "section": "a", "type": "single", "text": "Нравится ли вам в школе?", "required": True,
         "options": ["Да", "Когда как", "Нет"]},
        {"code": "p02", "section": "a", "type": "several", "text": "Что не нравится?", "show_if": "p01 = 3",
         "options": ["Шумно", "Скучно", "Обижают"]},
        {"code": "p03", "section": "b", "type": "scale", "text": "Насколько интересны уроки?", "minimum": 1,
         "maximum": 5, "low_label": "совсем нет", "high_label": "очень", "required": True},
        {"code": "p04", "section": "b", "type": "matrix", "text": "Как часто бывает?", "required": True,
         "rows": ["Учитель хвалит", "Мы работаем вместе"], "options": ["никогда", "иногда", "часто"]},
        {"code": "p05", "section": "c", "type": "number", "text": "Сколько часов делаете уроки?", "minimum": 0,
         "maximum": 12, "help": "Дома, за день."},
        {"code": "p06", "section": "c", "type": "text", "text": "Что изменить?", "show_if": "p03 <= 3"},
    ],
    "translations": [
        {"language": "tt", "place": "section:a.title", "text": "Мәктәп турында"},
        {"language": "tt", "place": "question:p01.text", "text": "Сезгә мәктәптә ошыймы?"},
    ],
}  # fmt: skip
CARD: dict[str, Any] = {
    "audience": "head",
    "purpose": "card",
    "minutes": 10,
    "languages": ["ru"],
    "sections": [{"code": "a", "title": "Кадры"}, {"code": "b", "title": "Оснащение"}],
    "questions": [
        {"code": "h01", "section": "a", "type": "number", "text": "Сколько обучающихся?", "minimum": 0,
         "maximum": 5000, "required": True},
        {"code": "h02", "section": "a", "type": "number", "text": "Сколько учителей?", "minimum": 0,
         "maximum": 500},
        {"code": "h03", "section": "b", "type": "single", "text": "Хватает ли учебников?", "required": True,
         "options": ["Да", "Не всем", "Нет"]},
        {"code": "h04", "section": "b", "type": "several", "text": "Чего не хватает?", "show_if": "h03 != 1",
         "options": ["Учебников", "Пособий"]},
    ],
}  # fmt: skip
#: everything answered: p02 and p06 are not asked
FULL = {"p01": "1", "p03": "4", "p04.1": "2", "p04.2": "3", "p05": "2"}


def instrument() -> Instrument:
    return Instrument.parse(CONTENT)


def version(content: dict[str, Any] = CONTENT, code: str = "pupil") -> Version:
    """Published."""
    definition, _ = Definition.objects.get_or_create(
        kind="questionnaires", code=code, territory_path="", defaults={"title": code}
    )
    number = definition.versions.count() + 1
    return Version.objects.create(
        definition=definition, number=number, state=VersionState.PUBLISHED, content=content,
        content_hash=f"{code}{number}{len(str(content))}", origin=Origin.OURS, created_at=NOW, created_by_name="тест",
        published_at=NOW, published_by_name="тест",
    )  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """An open campaign: pupils of 8А by code, parents by code and poster."""

    world: World
    campaign: Campaign
    pupils: Cohort
    parents: Cohort

    def code(self, number: int = 1, cohort: Cohort | None = None) -> str:
        return shown(code_of((cohort or self.pupils).pk, number))

    @property
    def poster(self) -> str:
        return token_of(self.parents.pk)

    def sealed(self) -> int:
        """How many answers lie in the inbox."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {storage.inbox_of(self.campaign.pk)}")
            return int(cursor.fetchone()[0])

    def opened(self) -> list[Sheet]:
        """What lies in the inbox, as gathering would read it."""
        public = bytes(self.campaign.public_key)
        private, pk = keys.private_of(public), self.campaign.pk
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT cohort_id, sealed FROM {storage.inbox_of(pk)}")
            return [
                unseal(bytes(sealed), private, campaign_id=pk, cohort_id=cohort)
                for cohort, sealed in cursor.fetchall()
            ]


def asked(content: dict[str, Any] = CONTENT, *, closes_in: int = 10, schools: Sequence[str] = ()) -> Asked:
    """The campaign is open from yesterday; its codes are made."""
    home, today = world(), timezone.localdate()
    campaign = Campaign.objects.create(
        cycle=home.cycle, territory=home.municipality, title="Осень", opens=today - timedelta(days=20),
        closes=today + timedelta(days=closes_in), state=CampaignState.OPEN, public_key=keys.new_pair(),
    )  # fmt: skip
    made = version(content)
    cohorts = []
    for audience, label in ((Audience.PUPIL, "8А"), (Audience.PARENT, "")):
        CampaignInstrument.objects.create(campaign=campaign, audience=audience, version=made)
        cohorts.append(
            Cohort.objects.create(
                campaign=campaign, school=home.school, audience=audience, class_label=label, expected=25
            )
        )
    CampaignSchool.objects.create(campaign=campaign, school=home.school)
    issue(cohorts)
    with connection.cursor() as cursor:
        storage.make_inbox(cursor, campaign.pk)
    return Asked(home, campaign, *cohorts)
