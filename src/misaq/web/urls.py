"""The route table. The language is the first part of every address."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from misaq.web.process import desk, views
from misaq.web.process.conversation import conversation
from misaq.web.process.health import health
from misaq.web.process.own_place import own_place

urlpatterns = [
    path("", views.choose_language, name="choose-language"),
    path("health", health, name="health"),
    *i18n_patterns(
        path("accounts/", include("misaq.web.accounts.urls")),
        path("", include("misaq.web.dialogue.urls")),
        path("", include("misaq.web.record.urls")),
        path("", include("misaq.web.charter.urls")),
        path("", include("misaq.web.assembly.urls")),
        path("take-part/place/", own_place, name="own_place"),
        path("desk/dialogue/", conversation, name="conversation"),
        path("desk/releases/", desk.releases, name="releases"),
        path("desk/compute/", desk.job_start, name="job_start"),
        path("desk/compute/<int:job_id>/", desk.job, name="job"),
    ),
    path("<slug:language>/", views.page, name="home"),
    path("<slug:language>/<path:path>", views.page, name="page"),
]

handler404 = "misaq.web.process.views.not_found"
handler500 = "misaq.web.process.views.failed"
