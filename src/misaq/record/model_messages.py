"""Texts of the model's codes: what stands in the way of a record that hangs together."""

from misaq.foundation.messages import N_, Message, register

register(
    "record",
    {
        "unknown_vocabulary": Message(
            N_("There is no list “{list}”."), N_("Choose one of these: {known}.")
        ),
        "record_unknown_term": Message(
            N_("{id}: “{value}” is no term of the list {list}."), N_("Use one of these: {known}.")
        ),
        "record_same_id": Message(
            N_("The id {id} stands here twice."), N_("Give each record its own id.")
        ),
        "person_ref_entropy": Message(
            N_("A person's reference needs {needed} random bytes."),
            N_("Give that many from the system's source of randomness."),
        ),
        # other lists' codes
        "term_mapping_no_list": Message(
            N_("{id} is mapped to “{value}”, which is no list of ours."),
            N_("Use one of these: {known}."),
        ),
        "term_mapping_nobody": Message(
            N_("{id} is mapped by nobody."), N_("Write who decided what this code means.")
        ),
        "term_mapping_bad_match": Message(
            N_("{id}: “{value}” does not say how close the mapping is."),
            N_("Write exact (one term, the same), close or broad."),
        ),
        # mentions and source records
        "mention_no_source": Message(
            N_("The mention {id} stands in no source record."),
            N_("Name the source record that speaks of this person."),
        ),
        "mention_no_name": Message(
            N_("The mention {id} has no name."),
            N_("If the source gives one, write it letter for letter."),
        ),
        "mention_bad_age": Message(
            N_("The ages of the mention {id} cannot be."),
            N_("Write whole years from 0 to 130, the lower one first."),
        ),
        "source_record_circle": Message(
            N_("The source record {id} is copied, by way of others, from itself."),
            N_("Find the one that was there first and leave its origin empty."),
        ),
        # incidents and acts
        "incident_no_parent": Message(
            N_("The incident {id} is tied to “{value}”, which is not there."),
            N_("Name an incident that exists, or leave both fields empty."),
        ),
        "incident_circle": Message(
            N_("The incident {id} leads, by way of others, back to itself."),
            N_("Take one of the ties away."),
        ),
        "incident_outside_whole": Message(
            N_("The incident {id} is part of {value} and lies outside its days."),
            N_("Check both dates, or say that it follows."),
        ),
        "narrative_takes_a_side": Message(
            N_("{id}: the word “{word}” takes a side."),
            N_("Write what was done. What a source said stands in quotation marks."),
        ),
        "act_no_incident": Message(
            N_("The act {id} lies in the incident “{value}”, which is not there."),
            N_("Name an incident that exists."),
        ),
        "act_no_source": Message(
            N_("No source says that the act {id} took place."),
            N_("Add the source record that says so."),
        ),
        "act_sexual_method": Message(
            N_("The act {id} has a method of a sexual kind and is no SEX."),
            N_("Code it SEX, so that it is sealed; add the other act beside it."),
        ),
        "act_con_without_dol": Message(
            N_("The act {id} is CON, and nobody is held in the same incident."),
            N_("Add the DOL of the same person, or take CON away."),
        ),
        "act_reason_by_nobody": Message(
            N_("The act {id} has a reason and nobody who gave it."),
            N_("Write who stated the reason."),
        ),
        "act_one_victim": Message(
            N_("The act {id} needs one victim or one group, not both."),
            N_("Name the person harmed, or tell of the group."),
        ),
        "act_group_counts": Message(
            N_("The numbers of the group in the act {id} cannot be."),
            N_("Write the lower number first, 1 or more; leave empty what no source says."),
        ),
        "assertion_no_act": Message(
            N_("{id} speaks of an act that is not there."), N_("Name an act that exists.")
        ),
        "assertion_no_source": Message(
            N_("An assertion on {value} has no source."), N_("Name the source record.")
        ),
        "assertion_no_field": Message(
            N_("{id}: an act has no field “{value}”."),
            N_("Name a field of the act, or leave it empty for the act itself."),
        ),
        "assertion_bad_place": Message(
            N_("{id}: this place in the source cannot be."),
            N_("Pages and characters count from 0, and the end follows the beginning."),
        ),
        # actors and involvement
        "actor_no_parent": Message(
            N_("The actor {id} is part of “{value}”, which is not there."),
            N_("Add that actor, or leave the field empty."),
        ),
        "actor_circle": Message(
            N_("The actor {id} is, by way of others, part of itself."),
            N_("Take one of the ties away."),
        ),
        "actor_backwards": Message(
            N_("The actor {id} ended before it began."), N_("Check both dates.")
        ),
        "involvement_dangling": Message(
            N_("The involvement {id} names “{value}”, which is not there."),
            N_("Name an act and an actor that exist."),
        ),
        "involvement_no_source": Message(
            N_("The involvement {id} has no source."), N_("Name the source record that says so.")
        ),
        "involvement_court_finding": Message(
            N_("The involvement {id} names a court without its finding, or a finding without it."),
            N_("Give court, reference and day, and the basis court_finding."),
        ),
        # detention
        "spell_no_person": Message(
            N_("The spell {id} holds nobody."), N_("Name the person who was held.")
        ),
        "spell_bad_ending": Message(
            N_("The spell {id} ends as “{value}”, which we do not know."),
            N_("Use one of these: {known}."),
        ),
        "spell_backwards": Message(
            N_("The spell {id} ended before it began."), N_("Check both dates.")
        ),
        "spell_held_and_ended": Message(
            N_("The spell {id} goes on and has a day on which it ended."),
            N_("Say how it ended, or take the day away."),
        ),
        "spell_death_untold": Message(
            N_("The spell {id} tells of a death and does not say that the person died."),
            N_("Say that it ended in death, or take those words away."),
        ),
        # fate
        "fate_not_a_series": Message(
            N_("The status {id} does not follow the one before it."),
            N_("Add statuses at the end, of one person, numbered from 1."),
        ),
        "fate_no_time": Message(
            N_("The status {id} has no time that ends."),
            N_("Write as of when it was so; a year is enough."),
        ),
        "fate_in_the_future": Message(
            N_("The status {id} was so only after it was recorded."), N_("Check both dates.")
        ),
        "fate_no_basis": Message(
            N_("The status {id} rests on nothing."), N_("Write what it rests on.")
        ),
        "fate_dead_unidentified": Message(
            N_("The status {id} says dead without an identification."),
            N_("Write how, by whom and in which report the remains were identified."),
        ),
        "fate_after_death": Message(
            N_("The status {id} comes after an identified death."),
            N_("If the identification was wrong, say so in its basis."),
        ),
        # legal qualification
        "qualification_no_act": Message(
            N_("The legal view {id} is of the act “{value}”, which is not there."),
            N_("Name acts that exist."),
        ),
        "qualification_by_nobody": Message(
            N_("The legal view {id} has no author or no instrument."),
            N_("Write who holds it, and on which text."),
        ),
        "qualification_own_confirmation": Message(
            N_("The legal view {id} is confirmed by its author or by nobody."),
            N_("Another qualified person or a court confirms."),
        ),
        "qualification_no_reasons": Message(
            N_("The legal view {id} is contested without a name or without reasons."),
            N_("Write who contests it, and why."),
        ),
        "qualification_twice": Message(
            N_("The legal view {id} answers the element {value} twice."),
            N_("Keep one answer; where sources differ it is unknown."),
        ),
        "qualification_no_basis": Message(
            N_("The legal view {id} answers the element {value} without a basis."),
            N_("Write what the answer rests on, or answer unknown."),
        ),
        # review
        "review_unknown_step": Message(
            N_("{id}: “{step}” is no step of the review."), N_("Use one of these: {known}.")
        ),
        "review_wrong_rung": Message(
            N_("{id}: the step {step} cannot be taken from {rung}."),
            N_("The rungs are quarantine, allegation, reviewed, verified; one at a time."),
        ),
        "review_by_nobody": Message(
            N_("{id}: the step {step} is taken by nobody."), N_("Write who reviews.")
        ),
        "review_own_case": Message(
            N_("{id}: who wrote a case does not review it."), N_("Ask somebody else.")
        ),
        "review_not_blind": Message(
            N_("{id}: the second coder knows the first coding."),
            N_("Ask somebody who had nothing to do with this case, and hide the first coding."),
        ),
        "review_not_a_log": Message(
            N_("The step {id} does not follow the one before it."),
            N_("Add steps at the end, of one case, numbered from 1."),
        ),
        "review_backwards": Message(
            N_("The step {id} is dated before the one before it."), N_("Check the day.")
        ),
        "review_conflict": Message(
            N_("{id}: the reviewer has not declared to be free of a conflict of interest."),
            N_("Ask for the declaration, or ask somebody else."),
        ),
        "review_no_reason": Message(
            N_("{id}: the step {step} needs a reason."), N_("Write why.")
        ),
        "review_standard_low": Message(
            N_("{id}: for the step {step} this standard of proof is too low."),
            N_("It takes at least {least}."),
        ),
        "review_open_differences": Message(
            N_("{id}: differences between the codings still open: {count}."),
            N_("Settle them on record first."),
        ),
        "review_few_sources": Message(
            N_("{id}: independent sources: {count}; needed: {needed}."),
            N_("Find another that did not copy the first, or leave the case reviewed."),
        ),
        # requests, replies, acknowledgement
        "request_to_nobody": Message(
            N_("The request {id} has no addressee."), N_("Name the authority or group asked.")
        ),
        "request_backwards": Message(
            N_("The request {id} is due before it was sent."), N_("Check both days.")
        ),
        "reply_to_nothing": Message(
            N_("The reply {id} answers “{value}”, which was not asked."),
            N_("Name the request it answers."),
        ),
        "reply_too_early": Message(
            N_("The reply {id} came before its request was sent."), N_("Check both days.")
        ),
        "reply_silence_too_soon": Message(
            N_("The reply {id} notes silence before the time to answer is over."),
            N_("Wait until the last day has passed."),
        ),
        "acknowledgement_by_nobody": Message(
            N_("The acknowledgement {id} is by nobody or of nothing."),
            N_("Name the actor and the report."),
        ),
        "acknowledgement_no_authority": Message(
            N_("The acknowledgement {id} does not say who spoke, or with what authority."),
            N_("Write who spoke, and in what capacity."),
        ),
        "acknowledgement_forms": Message(
            N_("The forms of the acknowledgement {id} do not fit its answer."),
            N_("Full and partial have at least one form; denied and silent have none."),
        ),
        "acknowledgement_empty_remedy": Message(
            N_("The acknowledgement {id} promises something that has no text."),
            N_("Write what was promised."),
        ),
        # consent
        "consent_not_a_log": Message(
            N_("The consent {id} does not follow the one before it."),
            N_("Add answers at the end, numbered from 1."),
        ),
        "consent_by_nobody": Message(
            N_("The consent {id} is by nobody or about nobody."),
            N_("Write who answered, and about whom."),
        ),
        "consent_with_whom": Message(
            N_("The consent {id} does not fit its organisation."),
            N_("Name the organisation for sharing, and for sharing only."),
        ),
        "consent_no_answer": Message(
            N_("The consent {id} has no answer."), N_("Write yes or no.")
        ),
        "consent_no_time_zone": Message(
            N_("The times of the consent {id} have no time zone."), N_("Add it.")
        ),
        "consent_backwards": Message(
            N_("The consent {id} was taken back before it was given."), N_("Check both times.")
        ),
    },
)  # fmt: skip
