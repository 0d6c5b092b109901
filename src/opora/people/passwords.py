"""Which passwords are good enough: Django's validators, and unlike what is known of the person."""

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator, validate_password

from opora.people.models import Person

# Django looks at the attributes of its own user model, which a Person does not have
_UNLIKE = UserAttributeSimilarityValidator(
    user_attributes=("login", "surname", "given_name", "patronymic", "email", "phone")
)


def check_password(password: str, person: Person) -> None:
    """Raise ValidationError with what to change."""
    validate_password(password, user=person)
    _UNLIKE.validate(password, person)
