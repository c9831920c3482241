"""Addresses of the record: the working area below desk/record/, what everybody may use below record/.

The pages made from result documents (record/index.html and its like) are the process's; they come after these.
"""

from django.urls import include, path

from misaq.web.record import desk

urlpatterns = [
    path("desk/record/", desk.record_desk, name="record_desk"),
    path("desk/record/key/", include("misaq.web.record.keys.urls")),
    path("desk/record/", include("misaq.web.record.custodians.urls")),
    path("desk/record/evidence/", include("misaq.web.record.evidence.urls")),
    path("desk/record/linkage/", include("misaq.web.record.linkage.urls")),
]
