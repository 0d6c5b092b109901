"""Addresses of meetings."""

from django.urls import path

from opora.meetings.views import calling, listing, minutes, one, people

urlpatterns = [
    path("meetings/", listing.meetings, name="meetings"),
    path("meetings/new/", calling.new, name="meeting-new"),
    path("meetings/<int:pk>/", one.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", one.edit, name="meeting-edit"),
    path("meetings/<int:pk>/move/", one.move, name="meeting-move"),
    path("meetings/<int:pk>/cancel/", one.cancel, name="meeting-cancel"),
    path("meetings/<int:pk>/repeat/", one.repeat, name="meeting-repeat"),
    path("meetings/<int:pk>/people/", people.people, name="meeting-people"),
    path("meetings/<int:pk>/people/<int:attendance_pk>/remove/", people.uninvite, name="meeting-uninvite"),
    path("meetings/<int:pk>/hold/", people.hold, name="meeting-hold"),
    path("meetings/<int:pk>/minutes/", minutes.write, name="meeting-minutes"),
    path("meetings/<int:pk>/sign/", minutes.sign, name="meeting-sign"),
    path("meetings/<int:pk>/reopen/", one.reopen, name="meeting-reopen"),
    path("meetings/<int:pk>/task/", minutes.task, name="meeting-task"),
    path("meetings/<int:pk>/minutes.docx", minutes.docx, name="meeting-docx"),
    path("meetings/<int:pk>/minutes.pdf", minutes.pdf, name="meeting-pdf"),
    path("groups/<int:pk>/meetings/", listing.of_group, name="group-meetings"),
    path("groups/<int:pk>/rhythm/", listing.rhythm, name="group-rhythm"),
]
