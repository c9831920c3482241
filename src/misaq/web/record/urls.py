"""Addresses of the record: the working area below desk/record/, what everybody may use below record/.

The pages made from result documents (record/index.html and its like) are the process's; they come after these.
"""

from django.urls import include, path

from misaq.web.record import desk
from misaq.web.record.family import urls as family
from misaq.web.record.publication.urls import open_patterns as publication
from misaq.web.record.telling.urls import open_patterns as telling

urlpatterns = [
    path("desk/record/", desk.record_desk, name="record_desk"),
    path("desk/record/key/", include("misaq.web.record.keys.urls")),
    path("desk/record/houses/", include("misaq.web.record.houses.urls")),
    path("desk/record/authority/", include("misaq.web.record.authority.urls")),
    path("desk/record/publication/", include("misaq.web.record.publication.urls")),
    path("desk/record/telling/", include("misaq.web.record.telling.urls")),
    path("record/tell/", include(telling)),
    path("record/", include(publication)),
    path("desk/record/search/", include("misaq.web.record.search.urls")),
    path("desk/record/exports/", include("misaq.web.record.exports.urls")),
    path("desk/record/activity/", include("misaq.web.record.log.urls")),
    path("desk/record/intake/", include("misaq.web.record.intake.urls")),
    path("desk/record/cases/", include("misaq.web.record.cases.urls")),
    path("desk/record/review/", include("misaq.web.record.review.urls")),
    path("desk/record/family/", include(family.WORKING)),
    path("record/my-case/", include(family.OWN)),
    path("desk/record/", include("misaq.web.record.custodians.urls")),
    path("desk/record/evidence/", include("misaq.web.record.evidence.urls")),
    path("desk/record/linkage/", include("misaq.web.record.linkage.urls")),
]
