"""Texts of the codes of the randomness: the beacon, dice, and parties that commit and reveal."""

from misaq.foundation.messages import N_, Message, register

register(
    "assembly",
    {
        "randomness_unreadable": Message(
            N_("“{text}” is no public randomness."),
            N_(
                "Before the draw name drand:ROUND, dice:HOW MANY or reveal:FILE; for the draw give "
                "drand:ROUND:SIGNATURE, dice:DIGITS or reveal:FILE. seed:NUMBER is for rehearsals only."
            ),
        ),
        "beacon_signature_wrong": Message(
            N_("The signature is not the beacon's for round {round}."),
            N_(
                "Copy number and signature again from where the beacon publishes them (drand, quicknet)."
            ),
        ),
        "beacon_round_past": Message(
            N_("Round {round} of the beacon came at {time}, and the list was sealed at {sealed}."),
            N_(
                "Whoever sealed the list could know it. Name a later round, {next} or after, and seal again."
            ),
        ),
        "dice_do_not_fit": Message(
            N_("{thrown} dice cannot name one of {total} tickets fairly."),
            N_(
                "Throw exactly {needed} ten-sided dice where they name the ticket directly, else that many or more."
            ),
        ),
        "randomness_other_source": Message(
            N_("The seal names {named}, and {given} was given."),
            N_(
                "Use the randomness that the seal names. Another needs a new seal, published before it."
            ),
        ),
        "reveal_file_bad": Message(
            N_("This file does not hold commitments and what the parties revealed."),
            N_("Put it together with “misaq assembly gather”."),
        ),
        "reveal_party_bad": Message(
            N_("“{party}” cannot be the name of a party."),
            N_("Write a name of one line, without spaces at its ends."),
        ),
        "reveal_party_twice": Message(
            N_("The party “{party}” has committed twice."), N_("Keep one commitment of each party.")
        ),
        "reveal_commitment_bad": Message(
            N_("The commitment of “{party}” is not 64 hexadecimal digits."),
            N_("Ask the party for what “misaq assembly commit” wrote."),
        ),
        "reveal_too_few": Message(
            N_("{count} parties have committed; {least} are needed."),
            N_("Gather commitments from parties that do not trust each other."),
        ),
        "reveal_missing": Message(
            N_("The party “{party}” has committed and did not reveal."),
            N_(
                "Nothing is drawn. Publish that it did not; then seal again with a source that nobody can "
                "hold back: a round of the beacon, or dice. No value revealed so far is used again."
            ),
        ),
        "reveal_wrong": Message(
            N_("What the party “{party}” revealed is not what it committed to."),
            N_(
                "Nothing is drawn. Ask once for the right file; if there is none, publish that, and seal again with "
                "a source that nobody can hold back: a round of the beacon, or dice."
            ),
        ),
        "reveal_stranger": Message(
            N_("The party “{party}” revealed and had not committed."), N_("Leave it out.")
        ),
        "person_code_bad": Message(
            N_("“{text}” is no code of a person."),
            N_("A code has twelve letters in three groups, without i, l and o."),
        ),
        "audit.seal_time": Message(N_("The time of the seal, {time}, is no time.")),
    },
)
