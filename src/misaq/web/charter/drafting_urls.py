"""Addresses of a drafting: the desk's, and those that everybody may read."""

from django.urls import path

from misaq.web.charter.drafting import clause_views as clauses
from misaq.web.charter.drafting import desk_views as desk
from misaq.web.charter.drafting import proposal_views as proposals
from misaq.web.charter.drafting import rule_views as rules
from misaq.web.charter.voting import act_views as acts
from misaq.web.charter.voting import open_pages
from misaq.web.charter.voting import views as voting

_ONE = "<slug:slug>/"
_CLAUSE = _ONE + "clauses/<str:provision>/"
_PROPOSAL = _ONE + "proposals/<int:number>/"
_DIVISION = _ONE + "divisions/<int:number>/"

urlpatterns = [
    path("", desk.desk, name="charter_desk"),
    path("new/", desk.new, name="charter_new"),
    path("library/", rules.library, name="charter_library"),
    path("library/<str:name>/", rules.library_rule, name="charter_library_rule"),
    path(_ONE, desk.overview, name="charter_drafting"),
    path(_ONE + "body/", desk.body, name="charter_body"),
    path(_ONE + "body/seats/", desk.seat_new, name="charter_seat_new"),
    path(_ONE + "body/seats/<int:number>/remove/", desk.seat_out, name="charter_seat_out"),
    path(_ONE + "body/stewards/", desk.steward_new, name="charter_steward_new"),
    path(_ONE + "body/change/", desk.seat_change, name="charter_seat_change"),
    path(_ONE + "body/open/", desk.open_it, name="charter_open"),
    path(_ONE + "rules/", desk.rules, name="charter_rules"),
    path(_ONE + "rules/<str:name>/", rules.rule, name="charter_rule"),
    path(_ONE + "acts/<int:act_id>/", acts.act, name="charter_act"),
    path(_ONE + "new-clause/", clauses.write_new, name="charter_write_new"),
    path(_CLAUSE, clauses.clause, name="charter_clause"),
    path(_CLAUSE + "take/", clauses.take, name="charter_take"),
    path(_CLAUSE + "give-back/", clauses.give_back, name="charter_give_back"),
    path(_CLAUSE + "comment/", clauses.clause_comment, name="charter_clause_comment"),
    path(_CLAUSE + "write/", clauses.write, name="charter_write"),
    path(_CLAUSE + "move/", clauses.move, name="charter_move"),
    path(_CLAUSE + "omit/", clauses.omit, name="charter_omit"),
    path(_ONE + "proposals/", proposals.proposals, name="charter_proposals"),
    path(_PROPOSAL, proposals.proposal, name="charter_proposal"),
    path(_PROPOSAL + "versions/", proposals.versions, name="charter_versions"),
    path(_PROPOSAL + "versions/<int:n>/", proposals.version, name="charter_version"),
    path(_PROPOSAL + "revise/", clauses.revise, name="charter_revise"),
    path(_PROPOSAL + "amend/", clauses.amend, name="charter_amend"),
    path(_PROPOSAL + "accept/", proposals.accept, name="charter_accept"),
    path(_PROPOSAL + "withdraw/", proposals.withdraw, name="charter_withdraw"),
    path(_PROPOSAL + "comment/", proposals.comment, name="charter_comment"),
    path(_PROPOSAL + "grounds/", proposals.grounds, name="charter_grounds"),
    path(
        _PROPOSAL + "grounds/<int:ground_id>/remove/",
        proposals.ground_out,
        name="charter_ground_out",
    ),
    path(
        _ONE + "comments/<int:comment_id>/remove/",
        proposals.comment_out,
        name="charter_comment_out",
    ),
    path(_ONE + "coverage/", proposals.coverage, name="charter_coverage"),
    path(_ONE + "board/", voting.board, name="charter_board"),
    path(_PROPOSAL + "put/", voting.put, name="charter_put"),
    path(_ONE + "board/whole/", voting.put_whole, name="charter_put_whole"),
    path(_DIVISION, voting.division, name="charter_division"),
    path(_DIVISION + "vote/", voting.vote, name="charter_vote"),
    path(_DIVISION + "close/", voting.close, name="charter_close"),
]
open_patterns = [
    path("", open_pages.draftings, name="charter_public"),
    path(_ONE, open_pages.drafting, name="charter_public_drafting"),
    path(_ONE + "text/", open_pages.charter, name="charter_public_text"),
    path(_PROPOSAL, open_pages.proposal, name="charter_public_proposal"),
    path(_DIVISION, open_pages.division, name="charter_public_division"),
    path(_ONE + "ratification/", open_pages.ratification, name="charter_public_ratification"),
]
