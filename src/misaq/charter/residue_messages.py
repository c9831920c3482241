"""Texts of what remains when operations are held against dated texts."""

from misaq.foundation.messages import N_, Message, register

register(
    "charter",
    {
        "operations_residue": Message(
            N_(
                "The operations do not give text {n} back: {tokens} words differ, first “{folded}” for “{text}”."
            ),
            N_("Compare with the act; `misaq charter check` lists every difference."),
        ),
    },
)
