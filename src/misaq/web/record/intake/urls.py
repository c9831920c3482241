"""Addresses of the intake, below desk/record/intake/."""

from django.urls import path

from misaq.web.record.intake import import_views, views

urlpatterns = [
    path("new/", views.case_new, name="record_new"),
    path("new/<uuid:draft_id>/", views.case_draft, name="record_draft"),
    path("new/<uuid:draft_id>/drop/", views.draft_throw, name="record_draft_drop"),
    path("saved/<slug:ref>/", views.case_saved, name="record_saved"),
    path("form.xlsx", views.field_form, name="record_field_form"),
    path("import/", import_views.imports, name="record_imports"),
    path("import/<uuid:run_id>/", import_views.run_page, name="record_import"),
    path("import/<uuid:run_id>/columns/", import_views.columns, name="record_import_columns"),
    path("import/<uuid:run_id>/codes/", import_views.codes, name="record_import_codes"),
    path("import/<uuid:run_id>/go-on/", import_views.go_on, name="record_import_go_on"),
    path("import/<uuid:run_id>/drop/", import_views.drop, name="record_import_drop"),
    path("import/<uuid:run_id>/faults.csv", import_views.faults_file, name="record_import_faults"),
]
