"""Addresses of the charter's served pages; those made from documents alone lie beside them."""

from django.urls import include, path

from misaq.web.charter.drafting_urls import open_patterns as drafting
from misaq.web.charter.reading import views as reading
from misaq.web.charter.undoing import pdf_views as pdf
from misaq.web.charter.undoing import views as undoing

urlpatterns = [
    path("desk/charter/", include("misaq.web.charter.drafting_urls")),
    path("charter/drafting/", include(drafting)),
    path("charter/at/", reading.go, name="charter-go"),
    path("charter/at/<str:when>/", reading.read, name="charter-read"),
    path("charter/at/<str:when>/<slug:file>/", reading.read, name="charter-read-file"),
    path("charter/search/", reading.search, name="charter-search"),
    path("charter/compare/", reading.compared, name="charter-compare"),
    path("charter/undo/", undoing.desk, name="charter-undo"),
    path("charter/undo/text/", undoing.whole_text, name="charter-undo-text"),
    path("charter/undo/text/<slug:file>/", undoing.whole_text, name="charter-undo-file"),
    path("charter/undo/files/<str:name>", undoing.bill_file, name="charter-undo-bill"),
    path("charter/undo/pdf/", pdf.ask, name="charter-undo-pdf-ask"),
    path("charter/undo/pdf/<uuid:work>/", pdf.wait, name="charter-undo-pdf"),
    path("charter/undo/pdf/<uuid:work>/bill.pdf", pdf.fetch, name="charter-undo-pdf-file"),
]
