"""Addresses of exports."""

from django.urls import path

from misaq.web.record.exports import views

urlpatterns = [
    path("", views.exports, name="record_exports"),
    path("ask/", views.ask, name="record_export_ask"),
    path("<uuid:export_id>/", views.export, name="record_export"),
    path("<uuid:export_id>/approve/", views.approve, name="record_export_approve"),
    path("<uuid:export_id>/refuse/", views.refuse, name="record_export_refuse"),
    path("<uuid:export_id>/fetch/", views.fetch, name="record_export_fetch"),
]
