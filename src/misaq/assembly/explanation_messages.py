"""Texts of explanations, relaxations and what they cost whom."""

from misaq.foundation.messages import N_, Message, register

register(
    "assembly",
    {
        "explanation.sum": Message(
            N_("Needed are {need} seats ({needs}); there are {have} ({haves}): {signs}."),
        ),
        "explanation.nobody": Message(
            N_("Needed are {need} seats ({needs}), and there are none: {signs}.")
        ),
        "explanation.whole": Message(
            N_("No panel of whole people keeps these together: {limits}."),
            N_("The nearest panel would need this changed: {nearest}."),
        ),
        "limit.min": Message(N_("“{quota}” at least {n}")),
        "limit.max": Message(N_("“{quota}” at most {n}")),
        "limit.size": Message(N_("a panel of {n} seats")),
        "limit.people": Message(N_("volunteers with {who}: {n}")),
        "limit.nobody": Message(N_("no volunteer with {who}")),
        "limit.everybody": Message(N_("volunteers in all: {n}")),
        "limit.pool": Message(N_("the {n} volunteers there are")),
        "limit.household": Message(N_("one seat at most for each of {n} households")),
        "limit.has": Message(N_("“{quota}”")),
        "limit.not": Message(N_("not “{quota}”")),
        "limit.shared": Message(N_("a home shared with another volunteer")),
        "limit.alone": Message(N_("a home not among these households")),
        "effect.guaranteed.less": Message(
            N_("“{quota}” loses guaranteed seats: {before} before, {after} after.")
        ),
        "effect.guaranteed.more": Message(
            N_("“{quota}” gains guaranteed seats: {before} before, {after} after.")
        ),
        "effect.ceiling.less": Message(
            N_("“{quota}” may have fewer seats: {before} at most before, {after} after.")
        ),
        "effect.ceiling.more": Message(
            N_("“{quota}” may have more seats: {before} at most before, {after} after.")
        ),
        "effect.lowest": Message(
            N_(
                "With this change the least likely volunteer's chance can be {p} at most; {n} volunteers cannot sit."
            )
        ),
    },
)
