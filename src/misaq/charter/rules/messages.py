"""Texts of decision rules: what a rule says, how a question goes through it, and what a file of one may not hold."""

from misaq.foundation.messages import N_, Message, register

register(
    "charter",
    {
        "charter_bad_numbers": Message(
            N_("{what} {value} cannot be understood as who votes."),
            N_(
                "Write --members 60 --group north=20; the groups together are no more than the whole."
            ),
        ),
        "charter_not_this_step": Message(
            N_("“{event}” cannot come here: the rule stands at “{state}”."),
            N_("Give what happened in its order, from the first vote."),
        ),
        "charter_no_composition": Message(
            N_(
                "Rule {rule} does not say who votes at “{stage}”: there are no numbers to examine it with."
            ),
            N_("Give the numbers: [[composition]] in its file, or --members and --group."),
        ),
        "rule_unknown_key": Message(
            N_("A rule has nothing of this name here."), N_("Known here: {known}.")
        ),
        "rule_not_table": Message(
            N_("This must be a table."), N_("Write {{ ... }} or a section of its own.")
        ),
        "rule_not_list": Message(N_("This must be a list."), N_("Write [ ... ].")),
        "rule_bad_value": Message(N_("“{value}” cannot stand here."), N_("Allowed: {allowed}.")),
        "rule_bad_share": Message(
            N_("“{value}” is no exact share from 0 to 1."),
            N_('Write a fraction in quotation marks: "2/3"; a number of votes as count = 30.'),
        ),
        "rule_both": Message(
            N_("This and “{other}” cannot both be said."), N_("Keep one of them.")
        ),
        "rule_too_deep": Message(
            N_("Conditions stand more than {limit} deep in each other."),
            N_("Write the rule with fewer layers."),
        ),
        "rule_id_twice": Message(N_("“{id}” stands here twice."), N_("Give each its own id.")),
        "rule_unknown_name": Message(
            N_("The rule has nothing called “{name}”."), N_("Known: {known}.")
        ),
        "rule.list": Message(N_(", ")),
        "rule.the_vote": Message(N_("the vote")),
        "rule.stage": Message(N_("Vote {number}: {stage}.")),
        "rule.voters": Message(N_("Who votes: {bodies}.")),
        "rule.need.one": Message(N_("this is met")),
        "rule.need.all": Message(N_("all of this is met")),
        "rule.need.any": Message(N_("one of these is met")),
        "rule.need.at_least": Message(N_("at least {k} of these {n} are met")),
        "rule.need.none": Message(N_("none of this is met")),
        "rule.quorum": Message(N_("The vote counts only when {what}:")),
        "rule.passes": Message(N_("It passes when {what}:")),
        "rule.part": Message(N_("That {what}:")),
        "rule.when": Message(N_("When it fails, and {what}:")),
        "rule.then": Message(N_("Then {exit}.")),
        "rule.on_pass": Message(N_("When it passes, {exit}.")),
        "rule.on_fail": Message(N_("When it fails, {exit}.")),
        "rule.without_quorum.again": Message(
            N_("Without that the vote does not count, and is taken again another day.")
        ),
        "rule.without_quorum.fails": Message(N_("Without that the vote has failed.")),
        "rule.where.overall": Message(N_("Overall")),
        "rule.where.group": Message(N_("In {group}")),
        "rule.where.body": Message(N_("In {group}")),
        "rule.where.each": Message(N_("In each group")),
        "rule.where.each.number": Message(N_("In at least {across} of the groups")),
        "rule.where.each.share": Message(N_("In at least {across} of the groups")),
        "rule.where.each_region": Message(N_("In each region")),
        "rule.where.each_region.number": Message(N_("In at least {across} of the regions")),
        "rule.where.each_region.share": Message(N_("In at least {across} of the regions")),
        "rule.where.each_body": Message(N_("In each body")),
        "rule.where.each_body.number": Message(N_("In at least {across} of the bodies")),
        "rule.where.each_body.share": Message(N_("In at least {across} of the bodies")),
        "rule.base.cast": Message(N_("the votes for and against")),
        "rule.base.present": Message(N_("those who vote or abstain")),
        "rule.base.seated": Message(N_("the members whose seat is filled")),
        "rule.base.all_members": Message(N_("all members (vacant seats included)")),
        "rule.base.registered": Message(N_("all registered voters")),
        "rule.test.yes.more": Message(N_("{where}, more than {value} of {base} are for it.")),
        "rule.test.yes.least": Message(N_("{where}, at least {value} of {base} are for it.")),
        "rule.test.yes.whole": Message(N_("{where}, all of {base} are for it.")),
        "rule.test.no.more": Message(N_("{where}, more than {value} of {base} are against it.")),
        "rule.test.no.least": Message(N_("{where}, at least {value} of {base} are against it.")),
        "rule.test.no.whole": Message(N_("{where}, all of {base} are against it.")),
        "rule.test.turnout.more": Message(N_("{where}, more than {value} of {base} take part.")),
        "rule.test.turnout.least": Message(N_("{where}, at least {value} of {base} take part.")),
        "rule.test.turnout.whole": Message(N_("{where}, all of {base} take part.")),
        "rule.count.yes.more": Message(N_("{where}, more than {value} vote for it.")),
        "rule.count.yes.least": Message(N_("{where}, at least {value} vote for it.")),
        "rule.count.no.more": Message(N_("{where}, more than {value} vote against it.")),
        "rule.count.no.least": Message(N_("{where}, at least {value} vote against it.")),
        "rule.count.turnout.more": Message(N_("{where}, more than {value} take part.")),
        "rule.count.turnout.least": Message(N_("{where}, at least {value} take part.")),
        "rule.abstain.ignored": Message(N_("Abstentions are not counted.")),
        "rule.abstain.against": Message(
            N_("An abstention does not help to reach it, and counts in what the share is of.")
        ),
        "rule.abstain.counted": Message(N_("Who abstains takes part.")),
        "rule.vacancy.counted": Message(N_("A vacant seat counts in what the share is of.")),
        "rule.vacancy.not": Message(N_("A vacant seat is not counted.")),
        "rule.tie.passes": Message(
            N_("With as many for as against and nobody else, it is reached.")
        ),
        "rule.tie.fails": Message(
            N_("With as many for as against and nobody else, it is not reached.")
        ),
        "rule.empty.passes": Message(N_("Where nobody is there to count, it is reached.")),
        "rule.empty.fails": Message(N_("Where nobody is there to count, it is not reached.")),
        "rule.exit.adopt": Message(N_("it is adopted")),
        "rule.exit.goto": Message(N_("the vote “{stage}” follows")),
        "rule.exit.refer.decides": Message(N_("{body} decides")),
        "rule.exit.refer.reports": Message(N_("it goes to {body}, and then to the vote “{stage}”")),
        "rule.exit.referendum": Message(N_("the people vote: “{stage}”")),
        "rule.exit.chair_ruling": Message(N_("the chair says whether it is agreed")),
        "rule.exit.lapse": Message(N_("it lapses")),
        "rule.exit.dissolve": Message(N_("the body is dissolved")),
        "rule.exit.dissolve.anew": Message(
            N_("the body is dissolved, and a new one takes the vote “{stage}”")
        ),
        "rule.exit.within": Message(N_("within {days} days")),
        "rule.exit.rounds": Message(N_("at most this many times: {rounds}")),
        "rule.veto.number.more": Message(N_("more than {value} members")),
        "rule.veto.number.least": Message(N_("at least {value} members")),
        "rule.veto.base.cast": Message(N_("those who voted")),
        "rule.veto.base.present": Message(N_("those present")),
        "rule.veto.base.seated": Message(N_("the members whose seat is filled")),
        "rule.veto.base.all_members": Message(N_("all members")),
        "rule.veto.base.registered": Message(N_("all registered voters")),
        "rule.veto.share.more": Message(N_("more than {value} of {base}")),
        "rule.veto.share.least": Message(N_("at least {value} of {base}")),
        "rule.veto.any": Message(N_("{many}")),
        "rule.veto.each": Message(N_("{many} of any one group")),
        "rule.veto.group": Message(N_("{many} of {group}")),
        "rule.veto.co_groups": Message(N_("{who}, from at least {groups} groups,")),
        "rule.veto.suspend": Message(
            N_("Before the vote {who} may have it suspended for {days} days.")
        ),
        "rule.veto.require": Message(
            N_("Before the vote {who} may ask that “{stage}” is taken in its place.")
        ),
        "rule.veto.refer.decides": Message(
            N_("Before the vote {who} may have it referred to {body}, which decides.")
        ),
        "rule.veto.refer.reports": Message(
            N_("Before the vote {who} may have it referred to {body}; then “{stage}” follows.")
        ),
        "rule.veto.block": Message(N_("Before the vote {who} may block it for good.")),
        "rule.veto.uses": Message(N_("They may do so at most this many times: {uses}.")),
        "rule.not_verified": Message(N_("Not verified: {text}")),
        "rule.verified": Message(N_("From its source: {text}")),
        "rule.example_numbers": Message(N_("The numbers of who votes are an example.")),
        "course.vote": Message(N_("Next: the vote “{stage}”.")),
        "course.report": Message(N_("Next: the report of {body}, then the vote “{stage}”.")),
        "course.ruling": Message(N_("Next: {body} decides.")),
        "course.within": Message(N_("It has {days} days.")),
        "course.not_before": Message(N_("The vote is suspended for {days} days.")),
        "course.due": Message(N_("The day: {due}.")),
        "course.adopted": Message(N_("It is adopted.")),
        "course.lapsed": Message(N_("It has lapsed.")),
        "course.dissolved": Message(N_("The body is dissolved.")),
        "course.blocked": Message(N_("It is blocked by a veto.")),
        "course.stuck": Message(N_("The rule does not say what comes next.")),
        "step.passed": Message(N_("“{stage}” passed.")),
        "step.failed": Message(N_("“{stage}” failed.")),
        "step.no_quorum": Message(N_("“{stage}” had no quorum, and does not count.")),
        "step.reported": Message(N_("The report is there.")),
        "step.agreed": Message(N_("Decided for it.")),
        "step.refused": Message(N_("Decided against it.")),
        "step.veto_suspend": Message(N_("A veto suspends the vote.")),
        "step.veto_require": Message(N_("A veto brings another vote in its place.")),
        "step.veto_refer": Message(N_("A veto refers it.")),
        "step.veto_block": Message(N_("A veto blocks it.")),
        "step.veto_used_up": Message(N_("The veto was used up already, and does not count.")),
        "step.veto_other_group": Message(N_("The veto is not this group’s, and does not count.")),
        "step.veto_too_few": Message(N_("Too few called for the veto; it does not count.")),
        "step.veto_co_groups": Message(
            N_("Those who called for the veto come from too few groups; it does not count.")
        ),
        "decision.expr.all": Message(N_("All of {n} are needed; reached: {got}.")),
        "decision.expr.any": Message(N_("One of {n} is enough; reached: {got}.")),
        "decision.expr.at_least": Message(N_("At least {k} of {n} are needed; reached: {got}.")),
        "decision.expr.none": Message(N_("None of {n} may be reached; reached: {got}.")),
    },
)
