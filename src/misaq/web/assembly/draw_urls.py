"""Addresses of a draw: the desk's, and those that everybody may read."""

from django.urls import path

from misaq.web.assembly.ceremony import views as ceremony
from misaq.web.assembly.drawing import views as drawing
from misaq.web.assembly.results import views as results
from misaq.web.assembly.seating import answering
from misaq.web.assembly.seating import views as seating
from misaq.web.assembly.standby import views as standby

_ONE = "<slug:slug>/"
_SEAT = _ONE + "seats/<str:pseudonym>/"

desk_patterns = [
    path("", drawing.desk, name="assembly_draws"),
    path(_ONE, drawing.overview, name="assembly_draw_desk"),
    path(_ONE + "seal/", drawing.seal, name="assembly_seal"),
    path(_ONE + "confirm/", drawing.confirm, name="assembly_confirm"),
    path(_ONE + "randomness/", drawing.randomness, name="assembly_randomness"),
    path(_ONE + "seats/", seating.seats, name="assembly_seats"),
    path(_ONE + "alternates/", standby.alternates, name="assembly_alternates"),
    path(_SEAT + "reply/", seating.reply, name="assembly_reply"),
    path(_SEAT + "stand-in/", seating.stand_in, name="assembly_stand_in"),
]
open_patterns = [
    path("", results.draws, name="assembly_public_draws"),
    path(_ONE, results.draw, name="assembly_draw"),
    path(_ONE + "own/", results.own, name="assembly_own"),
    path(_ONE + "answer/", answering.answer, name="assembly_answer"),
    path(_ONE + "bundle.zip", results.bundle, name="assembly_bundle"),
    path(_ONE + "chances.csv", results.chances, name="assembly_chances"),
    path(_ONE + "ceremony/", ceremony.ceremony, name="assembly_ceremony"),
    path(_ONE + "ceremony/<int:step>/", ceremony.ceremony, name="assembly_ceremony_step"),
    path(
        _ONE + "ceremony/<int:step>/both/",
        ceremony.ceremony,
        {"both": "both"},
        name="assembly_ceremony_both",
    ),
    path(_ONE + "panel/", seating.panel, name="assembly_seated"),
    path(_ONE + "panel/log.json", seating.log, name="assembly_seated_log"),
]
