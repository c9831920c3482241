"""Addresses of evidence, below desk/record/evidence/."""

from django.urls import path

from misaq.web.record.evidence import upload_views, views

urlpatterns = [
    path("", views.desk, name="record_evidence_desk"),
    path("upload/<uuid:upload_id>/", upload_views.part, name="record_upload"),
    path("upload/<uuid:upload_id>/finish/", upload_views.finish, name="record_upload_finish"),
    path("upload/<uuid:upload_id>/drop/", upload_views.drop, name="record_upload_drop"),
    path("item/<uuid:item_id>/", views.item, name="record_evidence"),
    path("item/<uuid:item_id>/copy/<slug:which>/", views.copy, name="record_evidence_copy"),
    path("item/<uuid:item_id>/make/", views.make, name="record_evidence_make"),
    path("item/<uuid:item_id>/redact/", views.redact, name="record_evidence_redact"),
    path("item/<uuid:item_id>/original/", views.original, name="record_evidence_original"),
    path("item/<uuid:item_id>/destroy/", views.destroy, name="record_evidence_destroy"),
    path("<slug:ref>/", views.of_case, name="record_evidence_of"),
    path("<slug:ref>/new/", upload_views.add, name="record_evidence_add"),
    path("<slug:ref>/begin/", upload_views.begin, name="record_upload_begin"),
]
