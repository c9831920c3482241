"""What an amending act does, one instruction at a time: which words of which provision it puts in or takes out."""

from dataclasses import dataclass, field
from typing import Literal

TextualKind = Literal[
    "observed",
    "substitute_words",
    "insert_words",
    "omit_words",
    "substitute_provision",
    "insert_provision",
    "omit_provision",
    "renumber",
    "substitute_heading",
    "move",
    "respace",
]
EffectKind = Literal[
    "saves", "validates", "deems", "suspends", "commences", "expires", "strikes_down", "revives"
]
Kind = TextualKind | EffectKind
TEXTUAL: tuple[TextualKind, ...] = (
    "observed",
    "substitute_words",
    "insert_words",
    "omit_words",
    "substitute_provision",
    "insert_provision",
    "omit_provision",
    "renumber",
    "substitute_heading",
    "move",
    "respace",
)
EFFECTS: tuple[EffectKind, ...] = (
    "saves",
    "validates",
    "deems",
    "suspends",
    "commences",
    "expires",
    "strikes_down",
    "revives",
)
Where = Literal["instead", "before", "after", "start", "end"]
Status = Literal["parsed", "observed", "checked"]
EVERY = 0  # the occurrence that means "wherever occurring"


@dataclass(frozen=True)
class Source:
    """Where an instruction stands and who says that it was read rightly.

    act : name of the amending act. section : of that act. page, url : where it is printed.
    status : "parsed" by a machine from the act, "observed" from two official texts, "checked" by people.
    checked_by : who checked it; two names make it beyond doubt.
    """

    act: str = ""
    section: str = ""
    page: str = ""
    url: str = ""
    status: Status = "parsed"
    checked_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """One instruction of one amendment: the unit that is undone, kept, or put to a vote.

    id : unique in a history, for example "42.3". n : number of the amendment it belongs to.
    kind : a textual kind, or an effect that changes no word.
    provision : id of the provision it changes; of the new one for "insert_provision". "" for words wherever occurring
        in `file`, or in every file when that is "" too.
    words : the words as quoted from the text that it amends: what is taken out ("substitute_words", "omit_words"),
        or what new words stand next to ("insert_words" with `where` "before" or "after"). They are sought in the
        provision and all beneath it, label and heading too, by words and marks; white space does not count.
    text : the new words, or the whole text of a new provision with its label and heading; for "omit_provision" what
        is printed in its place; for "respace" the same words spaced anew. White space at its ends stands instead of
        what was there; where it has none, words are set apart, and provisions begin and end lines, as is usual there.
    occurrence : which of the places where `words` stand in the provision, from 1; EVERY (0) for "wherever occurring".
    where : "instead" for substitutions; for "insert_words" "before" or "after" `words`, or at the "start" (after the
        label and heading) or "end" of the provision.
    parent : "insert_provision", "move": id of the provision it stands under; "" for that of `after`, or for none.
    after : "insert_provision", "move": id of the sibling it follows; "" for the first place under the parent.
    file : "insert_provision" without a parent: the file it stands in.
    label, heading : "renumber", "substitute_heading", "insert_provision": as printed.
    targets : effects: ids of operations, numbers of amendments, or ids of provisions (all operations on them and
        beneath), that they act on; none means all of amendment `n`. Words wherever occurring: the places, as folding
        names them ("art-5#2" for the second in article 5 itself), or with "!" those that are spared ("!art-5" with
        all beneath, "!art-5#2"). Operations whose words it amends before they are in force: it waits for
        them.
    commencement : day in force (ISO; a year or a month may do); "" that of its amendment; "unknown" when it has not
        been brought into force. expiry : first day on which it no longer counts, of a suspension its end; "" never.
    known : day on which this became known, when that is later: a ruling, a correction; "" that of its amendment.
    note : what the act says, in its own words.

    >>> Operation("8.1", 8, "substitute_words", "art-5", words="one year", text="two years").kind in TEXTUAL
    True
    """

    id: str
    n: int
    kind: Kind
    provision: str = ""
    words: str = ""
    text: str = ""
    occurrence: int = 1
    where: Where = "instead"
    parent: str = ""
    after: str = ""
    file: str = ""
    label: str = ""
    heading: str = ""
    targets: tuple[str, ...] = ()
    commencement: str = ""
    expiry: str = ""
    known: str = ""
    note: str = ""
    source: Source = field(default_factory=Source)
