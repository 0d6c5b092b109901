from django.urls import path

from opora.appointments.views import appointing, invitations, me, people_list, person

urlpatterns = [
    path("me/", me.my_account, name="my_account"),
    path("me/contacts/", me.my_contacts, name="my_contacts"),
    path("me/capacity/", me.my_capacity, name="my_capacity"),
    path("people/", people_list.people_list, name="people"),
    path("people/export/", people_list.people_export, name="people_export"),
    path("people/new/", appointing.appoint_somebody, name="appoint_somebody"),
    path("people/invite/", invitations.invite_many, name="invite_many"),
    path("people/slip/", invitations.slip, name="invitation_slip"),
    path("people/<int:pk>/", person.person_page, name="person"),
    path("people/<int:pk>/contacts/", person.person_contacts, name="person_contacts"),
    path("people/<int:pk>/access/", person.person_access, name="person_access"),
    path("people/<int:pk>/second-factor/", person.person_second_factor, name="person_second_factor"),
    path("people/<int:pk>/appoint/", appointing.appoint_person, name="appoint_person"),
    path("people/<int:pk>/invite/", invitations.invite, name="invite"),
    path("people/<int:pk>/invitation/revoke/", invitations.revoke_invitation, name="revoke_invitation"),
    path("appointments/<int:pk>/terms/", appointing.change_terms, name="appointment_terms"),
    path("appointments/<int:pk>/end/", appointing.end, name="appointment_end"),
    path("appointments/<int:pk>/revoke/", appointing.revoke, name="appointment_revoke"),
    path("appointments/<int:pk>/replace/", appointing.replace, name="appointment_replace"),
    path("invitations/<str:token>/", invitations.accept_invitation, name="accept_invitation"),
]
