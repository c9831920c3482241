"""Addresses of families: their own page, and the page of those who work with them."""

from django.urls import path

from misaq.web.record.family import views

OWN = [
    path("", views.my_cases, name="record_my_cases"),
    path("<slug:ref>/", views.my_case, name="record_my_case"),
    path("<slug:ref>/consent/", views.my_consent, name="record_my_consent"),
    path("<slug:ref>/erasure/", views.my_erasure, name="record_my_erasure"),
]
WORKING = [
    path("<slug:ref>/", views.case_family, name="record_case_family"),
    path("<slug:ref>/invite/", views.family_invite, name="record_family_invite"),
    path("<slug:ref>/link/<int:follower_id>/", views.family_link, name="record_family_link"),
    path("<slug:ref>/end/<int:follower_id>/", views.family_end, name="record_family_end"),
    path("<slug:ref>/erasure/", views.erasure_ask, name="record_erasure_ask"),
    path("<slug:ref>/erasure/approve/", views.erasure_approve, name="record_erasure_approve"),
    path("<slug:ref>/erasure/refuse/", views.erasure_refuse, name="record_erasure_refuse"),
]
