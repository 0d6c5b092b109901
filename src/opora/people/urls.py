"""Signing in and one's own protection. The names are allauth's: it looks its pages up by them.

The last rule closes everything else below /account/, so allauth's own addresses need not be included.
"""

from django.urls import path, re_path

from opora.people.views import allauth_pages as ours
from opora.people.views.forgotten import forgotten_password
from opora.people.views.sign_ins import end_other_sign_ins, end_sign_in, sign_ins

urlpatterns = [
    path("account/login/", ours.sign_in, name="account_login"),
    path("account/logout/", ours.sign_out, name="account_logout"),
    path("account/inactive/", ours.inactive, name="account_inactive"),
    path("account/reauthenticate/", ours.password_again, name="account_reauthenticate"),
    path("account/password/change/", ours.password, name="account_change_password"),
    path("account/password/reset/", forgotten_password, name="account_reset_password"),
    path("account/2fa/", ours.second_factor, name="mfa_index"),
    path("account/2fa/authenticate/", ours.code, name="mfa_authenticate"),
    path("account/2fa/reauthenticate/", ours.code_again, name="mfa_reauthenticate"),
    path("account/2fa/totp/activate/", ours.add_second_factor, name="mfa_activate_totp"),
    path("account/2fa/totp/deactivate/", ours.drop_second_factor, name="mfa_deactivate_totp"),
    path("account/2fa/recovery-codes/", ours.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/2fa/recovery-codes/generate/", ours.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "account/2fa/recovery-codes/download/", ours.recovery_codes_file, name="mfa_download_recovery_codes"
    ),
    path("account/sessions/", sign_ins, name="usersessions_list"),
    path("account/sessions/end-others/", end_other_sign_ins, name="end_other_sign_ins"),
    path("account/sessions/<int:pk>/end/", end_sign_in, name="end_sign_in"),
    # allauth looks these names up; nobody comes in this way
    path("account/signup/", ours.closed, name="account_signup"),
    path("account/email/", ours.closed, name="account_email"),
    path("account/confirm-email/", ours.closed, name="account_email_verification_sent"),
    path("account/password/set/", ours.closed, name="account_set_password"),
    re_path(r"^account/.*$", ours.closed, name="account_closed"),
]
