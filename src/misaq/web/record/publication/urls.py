"""Addresses of publication: the desk's, and the public ones."""

from django.urls import path

from misaq.web.record.publication import open_pages, views

urlpatterns = [
    path("", views.publication, name="record_publication"),
    path("release/", views.release, name="record_counts_release"),
    path("release/propose/", views.release_begin, name="record_counts_propose"),
    path("case/<slug:ref>/", views.publish_case, name="record_publish_case"),
    path("case/<slug:ref>/names/", views.publish_names, name="record_publish_names"),
    path("case/<slug:ref>/withdraw/", views.publish_withdraw, name="record_publish_withdraw"),
    path(
        "case/<slug:ref>/answers/<uuid:response_id>/",
        views.check_answer,
        name="record_check_answer",
    ),
    path("case/<slug:ref>/words/<uuid:word_id>/", views.check_word, name="record_check_word"),
    path("proposal/<slug:ref>/", views.decide, name="record_publish_decide"),
]
open_patterns = [
    path("cases/", open_pages.cases, name="record_cases"),
    path("cases/<slug:ref>/", open_pages.one_case, name="record_public_case"),
    path("register/", open_pages.register, name="record_register"),
    path(
        "register/<int:number>.json", open_pages.register_document, name="record_register_document"
    ),
    path(
        "register/<int:number>-answers.json",
        open_pages.register_answers,
        name="record_register_answers",
    ),
]
