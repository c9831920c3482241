"""Addresses of opening a sealed record."""

from django.urls import path

from misaq.web.record.custodians import views

urlpatterns = [
    path("custodian/", views.desk, name="record_custodian"),
    path("custodian/<uuid:request_id>/", views.kept, name="record_kept"),
    path("custodian/<uuid:request_id>/release/", views.release, name="record_release"),
    path("custodian/<uuid:request_id>/refuse/", views.refuse, name="record_refuse"),
    path("custodian/<uuid:request_id>/<slug:which>.json", views.kept_file, name="record_kept_file"),
    path("sealed/", views.asked, name="record_asked"),
    path("sealed/<uuid:sealed_id>/ask/", views.ask, name="record_unseal_ask"),
    path("sealed/<uuid:sealed_id>/reseal/", views.reseal, name="record_reseal"),
    path("sealed/asked/<uuid:request_id>/", views.unseal, name="record_unseal"),
    path(
        "sealed/asked/<uuid:request_id>/<slug:which>.json",
        views.unseal_file,
        name="record_unseal_file",
    ),
]
