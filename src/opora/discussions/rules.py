"""Who writes in a discussion and who takes words back. Who reads is asked of the thing that is talked about."""

from opora.access import Actor, Permission, Role, rule
from opora.discussions.models import Comment
from opora.references import Reference

#: those who look at the work of others or count it: a word of theirs in a talk would be one
READ_ONLY = frozenset({Role.EXPERT, Role.OBSERVER, Role.FEDERAL_OPERATOR})
#: those who may be called by name: whoever may answer
WRITERS = frozenset(Role) - READ_ONLY
#: whoever keeps order in a talk of their territory
KEEPERS = (
    *(Role.MUNICIPAL_COORDINATOR, Role.AUTHORITY_HEAD, Role.REGIONAL_COORDINATOR),
    *(Role.REGIONAL_PROJECT_HEAD, Role.ADMINISTRATOR),
)


@rule(
    "любая роль, кроме эксперта, наблюдателя и федерального оператора",
    "В этой роли обсуждения только читают. Если у вас есть другая роль, смените её и напишите.",
)
def takes_part(actor: Actor, _: Reference) -> bool:
    return actor.acts_as(*WRITERS)


@rule(
    "своё сообщение",
    "Это сообщение другого человека: убрать его может он сам или координатор территории.",
)
def own_words(actor: Actor, comment: Comment) -> bool:
    return actor.person_id is not None and comment.by_id == actor.person_id


@rule(
    "координатор, руководитель или администратор",
    "Чужое сообщение убирает координатор территории. Обратитесь к нему.",
)
def keeps_order(actor: Actor, _: Comment) -> bool:
    return actor.acts_as(*KEEPERS)


@rule("обсуждение в своём охвате", "Это обсуждение не в вашем охвате. Обратитесь к координатору территории.")
def own_thread(actor: Actor, comment: Comment) -> bool:
    return actor.covers_territory(comment.thread.territory_path or "?")


@rule("сообщение ещё не убрано", "Сообщение уже убрано. Обновите страницу.", about_state=True)
def is_there(_: Actor, comment: Comment) -> bool:
    return comment.withdrawn_at is None


WRITE = Permission("discussions.write", "Писать в обсуждении того, что видно", any_of=((takes_part,),))
WITHDRAW = Permission(
    "discussions.withdraw",
    "Убрать сообщение",
    any_of=((own_words, is_there), (keeps_order, own_thread, is_there)),
)
