"""Addresses of replies: the authority's desk, a case's replies, what was promised."""

from django.urls import path

from misaq.web.record.authority import views

urlpatterns = [
    path("", views.authority_desk, name="record_authority"),
    path("commitments.csv", views.commitments, name="record_commitments"),
    path("case/<slug:ref>/", views.case_replies, name="record_case_replies"),
    path("<uuid:request_id>/", views.authority_request, name="record_authority_request"),
    path("<uuid:request_id>/answer/", views.authority_answer, name="record_authority_answer"),
    path(
        "<uuid:request_id>/acknowledge/",
        views.authority_acknowledge,
        name="record_authority_acknowledge",
    ),
    path("<uuid:request_id>/silence/", views.record_silence, name="record_silence"),
]
