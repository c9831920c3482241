"""Addresses of the assembly that are no pages of documents: registration in public, the work at the desk."""

from django.urls import include, path

from misaq.web.assembly.draw_urls import desk_patterns, open_patterns
from misaq.web.assembly.identities import views as identities
from misaq.web.assembly.panels import views as panels
from misaq.web.assembly.pool import views as pool
from misaq.web.assembly.quotas import views as quotas
from misaq.web.assembly.registration import views as registration
from misaq.web.assembly.running import views as running

OPEN, DESK = "assembly/panels/", "desk/assembly/"
ONE = f"{DESK}<slug:slug>/"

urlpatterns = [
    # from the sealing on: sealed, drawn, checked, seated
    path(f"{DESK}draws/", include(desk_patterns)),
    path("assembly/draws/", include(open_patterns)),
    # in public
    path(OPEN, registration.panels, name="assembly_panels"),
    path(f"{OPEN}<slug:slug>/", registration.panel, name="assembly_open_panel"),
    path(f"{OPEN}<slug:slug>/register/", registration.register, name="assembly_register"),
    path(f"{OPEN}<slug:slug>/mine/", registration.mine, name="assembly_mine"),
    path(f"{OPEN}<slug:slug>/change/", registration.change, name="assembly_change"),
    path(f"{OPEN}<slug:slug>/erase/", registration.erase, name="assembly_erase"),
    # at the desk, until the list is sealed
    path(DESK, panels.desk, name="assembly_desk"),
    path(f"{DESK}new/", panels.new, name="assembly_new"),
    path(ONE, panels.overview, name="assembly_overview"),
    path(f"{ONE}move/", panels.move, name="assembly_move"),
    path(f"{ONE}questions/", panels.questions, name="assembly_questions"),
    path(f"{ONE}key/", panels.key, name="assembly_key"),
    path(f"{ONE}key/recover/", panels.recover, name="assembly_key_recover"),
    path(f"{ONE}consent/", panels.consent, name="assembly_consent"),
    path(f"{ONE}pool/", pool.pool, name="assembly_pool"),
    path(f"{ONE}pool/import/", pool.bring_in, name="assembly_import"),
    path(f"{ONE}volunteers/", identities.find, name="assembly_volunteers"),
    path(f"{ONE}volunteers/<str:pseudonym>/", identities.one, name="assembly_volunteer"),
    path(
        f"{ONE}volunteers/<str:pseudonym>/erase/",
        identities.erase,
        name="assembly_volunteer_erase",
    ),
    path(f"{ONE}log/", identities.log, name="assembly_log"),
    path(f"{ONE}quotas/", quotas.editor, name="assembly_quotas"),
    path(f"{ONE}quotas/check/", quotas.check, name="assembly_quotas_check"),
    path(f"{ONE}runs/", running.runs, name="assembly_runs"),
    path(f"{ONE}runs/start/", running.start, name="assembly_run_start"),
    path(f"{ONE}runs/<int:run_id>/", running.run, name="assembly_run"),
    path(f"{ONE}runs/<int:run_id>/cancel/", running.cancel, name="assembly_run_cancel"),
]
