"""Texts of what the linter finds in a decision rule."""

from misaq.foundation.messages import N_, Message, register

register(
    "charter",
    {
        "lint.stage": Message(N_("The vote “{stage}”")),
        "lint.members": Message(N_("Seats: {members}, of which vacant: {vacant}.")),
        "lint.unknown.no_numbers": Message(
            N_("Who votes is not known in numbers, so this vote was not examined.")
        ),
        "lint.unknown.too_many": Message(
            N_(
                "So many vote that a single vote more or less could not be told apart; this vote was not "
                "examined."
            )
        ),
        "lint.no_group": Message(N_("members of no group")),
        "lint.part": Message(N_("{kind}: {members}")),
        "lint.winning": Message(
            N_("The fewest who carry it while all others vote against: {members}{who}.")
        ),
        "lint.winning.none": Message(
            N_("Nobody can carry it while any others vote against, and not all together either.")
        ),
        "lint.certain": Message(
            N_("The fewest who carry it whatever the others do: {members}{who}.")
        ),
        "lint.certain.none": Message(N_("Nobody can be sure of carrying it.")),
        "lint.certain_inexact": Message(
            N_(
                "A smaller coalition may be sure too: what is worst for one alternative is not for another."
            )
        ),
        "lint.least_yes": Message(
            N_("The fewest votes for it with which it can pass at all: {members}{who}.")
        ),
        "lint.least_yes.none": Message(N_("It can never pass with these numbers.")),
        "lint.blocking": Message(N_("The fewest who stop it by voting against: {members}{who}.")),
        "lint.blocking.none": Message(N_("Nobody can stop it by voting against.")),
        "lint.stopping": Message(
            N_(
                "The fewest who stop it in any way, also by abstaining or staying away: {members}{who}."
            )
        ),
        "lint.stopping.none": Message(N_("Nobody can stop it in any way.")),
        "lint.group.empty": Message(N_("{group} has no members here.")),
        "lint.group.block": Message(
            N_("{group}: {blocking} of its {members} members can stop it.")
        ),
        "lint.group.no_block": Message(N_("{group}: its {members} members alone cannot stop it.")),
        "lint.group.bound_against": Message(
            N_(
                "{group} can be bound against the votes of all its members, by the votes of others; "
                "needed: {others}."
            )
        ),
        "lint.group.bound_silent": Message(
            N_(
                "{group} can be bound without a yes of its own only where its members abstain or stay "
                "away; votes of others needed: {others}."
            )
        ),
        "lint.group.not_bound": Message(N_("{group} cannot be bound without a yes of its own.")),
        "lint.ungrouped": Message(
            N_("Members who count in no test by group: {members}. They count overall only.")
        ),
        "lint.abstaining": Message(
            N_("With all others for it, this many abstentions stop it: {members}.")
        ),
        "lint.abstaining.none": Message(
            N_("With all others for it, no number of abstentions stops it.")
        ),
        "lint.away": Message(N_("With all others for it, this many absences stop it: {members}.")),
        "lint.away.none": Message(N_("With all others for it, no number of absences stops it.")),
        "lint.vacancies": Message(
            N_("With all others for it, this many more vacant seats stop it: {members}.")
        ),
        "lint.vacancies.none": Message(
            N_("With all others for it, no number of vacant seats stops it.")
        ),
        "lint.quorum": Message(
            N_("By staying away, this many leave the vote without its quorum: {members}.")
        ),
        "lint.shift.no.abstain.helps": Message(
            N_("Who abstains instead of voting against can make it pass.")
        ),
        "lint.shift.no.abstain.hurts": Message(
            N_("Who abstains instead of voting against can make it fail.")
        ),
        "lint.shift.no.absent.helps": Message(
            N_("Who stays away instead of voting against can make it pass.")
        ),
        "lint.shift.no.absent.hurts": Message(
            N_(
                "Who stays away instead of voting against can make it fail: a vote against can help what "
                "it is against."
            )
        ),
        "lint.shift.abstain.absent.helps": Message(
            N_("Who stays away instead of abstaining can make it pass.")
        ),
        "lint.shift.abstain.absent.hurts": Message(
            N_("Who stays away instead of abstaining can make it fail.")
        ),
        "lint.shift.yes.abstain.helps": Message(
            N_("Who abstains instead of voting for it can make it pass.")
        ),
        "lint.shift.yes.no.helps": Message(
            N_("Who votes against instead of for it can make it pass.")
        ),
        "lint.shift.absent.vacant.helps": Message(
            N_("A seat of somebody absent that falls vacant can make it pass.")
        ),
        "lint.shift.absent.vacant.hurts": Message(
            N_("A seat of somebody absent that falls vacant can make it fail.")
        ),
        "lint.power.none": Message(
            N_(
                "The power of each member was not counted: there are too many combinations, or a vote "
                "against may help."
            )
        ),
        "lint.power.member": Message(
            N_(
                "Power of one member ({kind}): {index} % of all votes that turn the result (Banzhaf); of "
                "what passes with their yes, {prevents} % would fail without it."
            )
        ),
        "lint.power.group": Message(N_("Power of {group} together: {index} %.")),
        "lint.alone": Message(
            N_(
                "The fewest who carry the whole rule alone, voting the same way at every vote, all others "
                "voting against: {members}{who}."
            )
        ),
        "lint.alone.none": Message(
            N_(
                "Nobody in the first vote can carry the whole rule without others: another body, the "
                "people or the chair has its say."
            )
        ),
        "lint.end.adopted": Message(N_("adopted")),
        "lint.end.lapsed": Message(N_("lapsed")),
        "lint.end.dissolved": Message(N_("the body dissolved")),
        "lint.end.blocked": Message(N_("blocked by a veto")),
        "lint.ends": Message(N_("How it can end: {ends}.")),
        "lint.dead_end": Message(
            N_("At “{stage}” a vote is possible after which the rule does not say what comes next.")
        ),
        "lint.unreached": Message(
            N_("At “{stage}” no vote can ever take exit {number} of a failure.")
        ),
        "lint.unreached.pass": Message(N_("“{stage}” can never pass.")),
        "lint.unreached.stage": Message(N_("Nothing leads to “{stage}”.")),
        "lint.loop": Message(N_("Without end: {stages}. Nothing limits how often.")),
        "lint.endless_quorum": Message(
            N_(
                "“{stage}” can be put off for ever by staying away: the rule sets no end to votes without "
                "a quorum."
            )
        ),
        "lint.endless_delay": Message(
            N_("The veto “{veto}” can suspend a vote again and again: nothing limits how often.")
        ),
        "lint.no_deadline": Message(N_("After “{stage}” there is no time limit for {body}.")),
        "lint.chair": Message(N_("the chair")),
        "lint.all_end": Message(
            N_("Every failed vote leads somewhere, and no votes follow each other without end.")
        ),
        "lint.assumed": Message(
            N_(
                "The voters of “{stage}” are not known in numbers; it was taken that any result is "
                "possible there."
            )
        ),
    },
)
