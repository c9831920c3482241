"""Texts of decisions: every reason of a verdict, and why a vote is refused."""

from misaq.foundation.messages import N_, Message, register

_VOTE_AGAIN = N_("Put the proposal to the vote again in the words that it has now.")

register(
    "charter",
    {
        "charter_rule_says_otherwise": Message(
            N_("Rule {rule} says that “{what}” is “{says}”, and its numbers make it “{does}”."),
            N_("Change the base or the comparison of its first test, or what it says."),
        ),
        "charter_impossible_tally": Message(
            N_("This tally cannot have happened: see “{what}” of {group}."),
            N_(
                "No more may vote than hold a seat, and the groups together are no more than the whole."
            ),
        ),
        "charter_uncounted_ballot": Message(
            N_("The ballot of {member} cannot be counted: {vote}."),
            N_("Give each seat one line, with yes, no, abstain, absent or vacant."),
        ),
        "charter_vote_on_other_text": Message(
            N_(
                "The vote of {decision} was on another text ({voted}) than stands now ({now}). Changed: {changed}"
            ),
            _VOTE_AGAIN,
        ),
        "charter_vote_on_unknown_text": Message(
            N_(
                "The vote of {decision} was on a text ({voted}) that is not here; what stands is {now}."
            ),
            _VOTE_AGAIN,
        ),
        "charter_not_decided": Message(
            N_("Decision {decision} cannot be taken as things stand: {reason}."),
            N_("See where the proposal stands, and what was decided before."),
        ),
        # how a test went; `got` of `of`, `needed` the fewest that reach the share
        "decision.test.yes.cast": Message(
            N_("{got} for, of {of} votes for and against; {needed} needed ({share}).")
        ),
        "decision.test.yes.present": Message(
            N_("{got} for, of {of} who took part, abstentions counted; {needed} needed ({share}).")
        ),
        "decision.test.yes.seated": Message(
            N_("{got} for, of {of} seats that are filled; {needed} needed ({share}).")
        ),
        "decision.test.yes.all_members": Message(
            N_("{got} for, of all {of} members; {needed} needed ({share}).")
        ),
        "decision.test.yes.registered": Message(
            N_("{got} for, of {of} registered voters; {needed} needed ({share}).")
        ),
        "decision.test.no.cast": Message(
            N_("{got} against, of {of} votes for and against; {needed} needed ({share}).")
        ),
        "decision.test.no.present": Message(
            N_(
                "{got} against, of {of} who took part, abstentions counted; {needed} needed ({share})."
            )
        ),
        "decision.test.no.seated": Message(
            N_("{got} against, of {of} seats that are filled; {needed} needed ({share}).")
        ),
        "decision.test.no.all_members": Message(
            N_("{got} against, of all {of} members; {needed} needed ({share}).")
        ),
        "decision.test.no.registered": Message(
            N_("{got} against, of {of} registered voters; {needed} needed ({share}).")
        ),
        "decision.test.turnout.cast": Message(
            N_("{got} took part; {of} of them voted for or against; {needed} needed ({share}).")
        ),
        "decision.test.turnout.present": Message(
            N_("{got} took part, of {of} present; {needed} needed ({share}).")
        ),
        "decision.test.turnout.seated": Message(
            N_("{got} took part, of {of} seats that are filled; {needed} needed ({share}).")
        ),
        "decision.test.turnout.all_members": Message(
            N_("{got} took part, of all {of} members; {needed} needed ({share}).")
        ),
        "decision.test.turnout.registered": Message(
            N_("{got} took part, of {of} registered voters; {needed} needed ({share}).")
        ),
        "decision.test.across": Message(
            N_("Reached in {got} of {of} groups; {needed} needed ({share}).")
        ),
        "decision.test.nobody": Message(N_("Nobody is in the base that this is a share of.")),
        "decision.test.no_groups": Message(
            N_("The rule asks for each group, and the tally has none.")
        ),
        "decision.abstained": Message(N_("{count} abstained.")),
        "decision.vacant": Message(N_("{count} seats were vacant.")),
        "decision.tie": Message(N_("A tie: {count} for and {count} against.")),
        "decision.no_quorum": Message(N_("Without the quorum the vote does not count.")),
        "decision.votes_stay": Message(
            N_(
                "Voted on as {voted}. Only other provisions have changed since, and the vote stays ({now})."
            )
        ),
        "decision.rests_on": Message(N_("It rests on the decisions {decisions}.")),
        "decision.lapse": Message(N_("Still open, and lapsed with it: {proposals}.")),
        "decision.postponed": Message(N_("Postponed, without a vote.")),
        "decision.withdrawn": Message(N_("Withdrawn by those who put it forward, without a vote.")),
        "decision.target_gone": Message(N_("{passed}, which it amends, is decided.")),
        # why it falls, or must be voted again, once another passed
        "decision.overlap.same_words": Message(
            N_("{passed} passed, and takes out the same words of {provision}: “{sample}”.")
        ),
        "decision.overlap.whole": Message(
            N_("{passed} passed, and takes the whole of {provision}, in which this changes words.")
        ),
        "decision.overlap.children": Message(
            N_("{passed} passed, and takes the whole of {provision}, under which this stands.")
        ),
        "decision.overlap.place": Message(
            N_("{passed} passed, and puts something in the same place: {provision}.")
        ),
        "decision.overlap.clause": Message(
            N_("{passed} passed: another version of the clause {provision}.")
        ),
        "decision.overlap.adjacent": Message(
            N_("{passed} passed, and changes the words next to these in {provision}.")
        ),
        "decision.overlap.same_provision": Message(
            N_("{passed} passed, and changes other words of {provision}.")
        ),
        "decision.overlap.label": Message(
            N_("{passed} passed, and gives {provision} another number.")
        ),
        "decision.overlap.anchor": Message(
            N_("{passed} passed, and takes the whole of {provision}, after which this stands.")
        ),
        "decision.overlap.effect": Message(N_("{passed} passed, and acts on {provision} too.")),
        # why a decision is refused
        "decision.refused.frozen": Message(
            N_("The text was ratified ({about}); it is not changed by a decision any more.")
        ),
        "decision.refused.no_vote_wanted": Message(
            N_("Postponing, withdrawing and falling are not voted on.")
        ),
        "decision.refused.vote_wanted": Message(N_("There is no tally for this decision.")),
        "decision.refused.unknown_proposal": Message(N_("There is no proposal {proposal}.")),
        "decision.refused.other_kind": Message(
            N_("{proposal} amends a proposal, or does not, otherwise than this decision says.")
        ),
        "decision.refused.vote_again": Message(
            N_("{proposal} must be voted on again: what passed in {about} touches it."), _VOTE_AGAIN
        ),
        "decision.refused.not_rebased": Message(
            N_("Nothing that passed touches {proposal}: it needs no vote as a rebased text.")
        ),
        "decision.refused.does_not_apply": Message(
            N_("{proposal} does not apply to the text as it stands since {about}.")
        ),
        "decision.refused.adopted": Message(N_("{proposal} was adopted already ({about}).")),
        "decision.refused.failed": Message(N_("{proposal} was voted down ({about}).")),
        "decision.refused.fallen": Message(N_("{proposal} fell when another passed ({about}).")),
        "decision.refused.withdrawn": Message(N_("{proposal} was withdrawn ({about}).")),
        "decision.refused.superseded": Message(
            N_("A later proposal takes the place of {proposal}.")
        ),
        "decision.refused.faulty": Message(N_("{proposal} does not apply to its base.")),
        "decision.refused.nothing_adopted": Message(
            N_("No proposal has been adopted: there is no new text to vote on.")
        ),
        "decision.refused.changed_since_whole": Message(
            N_("The text has changed since it was voted on as a whole ({about}).")
        ),
        "decision.refused.nothing_overlaps": Message(
            N_("{about} did not pass, or nothing of {proposal} overlaps with it.")
        ),
        # what can be wrong with the minutes
        "rule_name": Message(
            N_("This is no table with a rule, or its name is that of a shipped rule ({shipped})."),
            N_("Give the rule a name of its own, with [[<name>.tests]]."),
        ),
        "decision_lines_differ": Message(
            N_("The lines of decision {decision} do not agree here."),
            N_("Lines of one decision differ only in body, rule, text and referendum."),
        ),
        "decision_unknown_proposal": Message(
            N_("There is no proposal called {wanted}."), N_("Check the id, or add its file.")
        ),
        "decision_unknown_base": Message(
            N_("It is not clear which text this decision is about."),
            N_("Name it in the column base: one of {known}."),
        ),
        "tally_and_ballots": Message(
            N_("Decision {decision} is counted here, and voted on by name in ballots.csv."),
            N_("Keep one of the two: nobody could say which counts."),
        ),
        "tally_group": Message(
            N_("A line for “{over}” and its group do not go together."),
            N_("Leave the group blank overall; name it for a community or a region."),
        ),
        "tally_no_overall": Message(
            N_("Decision {decision} has votes by group and no line for all."),
            N_("Add a line with over = overall: who is in no group counts there."),
        ),
    },
)
