"""Texts of the dialogue room: faults of its files, steps of its work, where it stands."""

from misaq.foundation.messages import N_, Message, register

register(
    "dialogue",
    {
        "vote_contradiction": Message(
            N_(
                "Participant {participant} answered statement {statement} in two ways; no time says which is later."
            ),
            N_("Give both rows a time, or delete the one that does not hold."),
        ),
        "votes_in_parquet": Message(
            N_(
                "This folder keeps its votes as Parquet: {path}. A votes.csv beside it would hide them."
            ),
            N_("Write its votes as dialogue/votes.csv first, then export again."),
        ),
        "no_conversation": Message(
            N_("No conversation was ever opened on the site in {path}."),
            N_("Open it first: misaq dialogue open --site {path}."),
        ),
        "vote_unknown_participant": Message(
            N_("Participant {participant} is not in dialogue/participants.csv."),
            N_("Add a row for this participant, or correct the id."),
        ),
        "vote_unknown_statement": Message(
            N_("Statement {statement} is not in dialogue/statements.csv."),
            N_("Add a row for this statement, or correct the id."),
        ),
        "translation_unknown_statement": Message(
            N_("A translation of statement {statement}, which is not in dialogue/statements.csv."),
            N_("Add the statement, or correct the id."),
        ),
        "dialogue_no_votes": Message(
            N_("This folder has no votes."),
            N_("Put dialogue/votes.csv there, or open a conversation and export it."),
        ),
        "exposure_out_of_step": Message(
            N_("The steps of {participant} are not 1, 2, 3 and so on."),
            N_("Number what each person was shown from 1, every statement shown, without gaps."),
        ),
        "participant_unknown_community": Message(
            N_("Community {community} is not in process.toml."),
            N_("Add it under [[communities]], or correct the id; several ids are joined by ;"),
        ),
        "votes_empty": Message(
            N_("There are no votes to map."),
            N_("Give at least one row with a participant, a statement and a vote."),
        ),
        "votes_malformed": Message(
            N_("These arrays are not a list of votes: {reason}."),
            N_("Give one participant, one statement and one vote (1, 0 or -1) for each row."),
        ),
        "exposures_malformed": Message(
            N_("These arrays are not a log of exposures: {reason}."),
            N_("Give every exposure of each person, its step from 1 on and its chance above 0."),
        ),
        "step.dialogue.map": Message(N_("Mapping opinions")),
        "step.dialogue.stability": Message(N_("Drawing the participants again")),
        "another_person_needed": Message(
            N_("This step belongs to somebody who did not take the one before."),
            N_("Ask another facilitator to decide it."),
        ),
        "no_appeal": Message(
            N_("There is no appeal to decide here."),
            N_("Load the page again: it may have been decided meanwhile."),
        ),
        "moderation.repeats": Message(N_("They say what another statement says")),
        "moderation.off_topic": Message(N_("They are about something else")),
        "moderation.exposes": Message(N_("They name or expose a person")),
        "moderation.threatens": Message(N_("They insult or threaten")),
        "moderation.several": Message(N_("They hold several thoughts")),
        "moderation.unclear": Message(N_("They cannot be understood")),
        "moderation.other": Message(N_("Another reason")),
        "way_in.not_known": Message(N_("not known")),
        "way_in.account": Message(N_("account")),
        "way_in.link": Message(N_("open link")),
        "way_in.code": Message(N_("invitation code")),
        "stage.dialogue.open": Message(N_("open, no votes yet")),
        "stage.dialogue.hidden": Message(N_("open; results are hidden until it closes")),
        "stage.dialogue.part": Message(N_("{n_votes} votes so far")),
        "stage.dialogue.common": Message(N_("{n} statements are common ground")),
        "handover.common_ground": Message(N_("{n} statements of common ground")),
        "verdict.common_ground": Message(N_("Common ground")),
        "verdict.withheld": Message(N_("Withheld")),
        "verdict.divided": Message(N_("Divided")),
        "verdict.none": Message(N_("No common ground")),
        "reason.groups_agree": Message(
            N_(
                "Every opinion group agrees and no community rejects it. The least agreeing group: {lowest}%."
            )
        ),
        "reason.people_agree": Message(
            N_(
                "{share}% agree and no community rejects it. Groups are not stable and were not asked."
            )
        ),
        "reason.community_rejects": Message(
            N_(
                "{community} rejects it: {agree} of {voted} agree, the upper end of the interval is {upper}%."
            )
        ),
        "reason.hidden_community_rejects": Message(
            N_("A community rejects it whose numbers are hidden to protect people.")
        ),
        "reason.groups_differ": Message(
            N_("The opinion groups differ: {highest}% agree in one, {lowest}% in another.")
        ),
        "reason.not_enough_agree": Message(
            N_("Too few agree: {lowest}% in the least agreeing group.")
        ),
        "reason.not_enough_people": Message(N_("Too few agree: {share}%.")),
        "reason.too_few_votes": Message(
            N_("Too few votes to say: {voted}, and {needed} are needed.")
        ),
    },
)
