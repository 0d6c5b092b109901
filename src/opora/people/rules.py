"""What a person may do with their own account. Who may manage others is decided by appointments."""

from opora.access import Actor, Permission, rule


@rule("это собственная учётная запись", "Чужую учётную запись менять нельзя: попросите её владельца.")
def is_oneself(actor: Actor, person_id: int) -> bool:
    return actor.person_id == person_id


CHANGE_OWN_ACCOUNT = Permission(
    "people.change_own_account", "Менять свои имя, телефон, почту и должность", ((is_oneself,),)
)
END_OWN_SIGN_INS = Permission("people.end_own_sign_ins", "Завершать свои входы", ((is_oneself,),))
