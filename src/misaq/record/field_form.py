"""The form for telephones in the field: one form for one person harmed, its questions in two languages.

The questions fill the fields of intake by the same names, so that what comes back needs no mapping. It asks for no
position, no photograph, no telephone's number or name: what a telephone does not hold cannot be taken from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from misaq.record.intake_fields import INTAKE_FIELDS
from misaq.record.source import ListMapping
from misaq.record.vocabulary import Bilingual

FORM_ID = "misaq_case"
FORM_VERSION = "1"
INSTANCE = "instance_id"
Kind = Literal["text", "long_text", "choice", "choices", "whole", "today", "note", "group", "end"]
EDTF_PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[?~%]?(/[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[?~%]?)?$"


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the form.

    name : the field of intake that it fills, or of a group or note. terms : the vocabulary of a choice.
    pattern : what an answer looks like; wrong : what is said when it does not.
    """

    name: str
    kind: Kind
    label: Bilingual
    hint: Bilingual | None = None
    terms: str = ""
    required: bool = False
    pattern: str = ""
    wrong: Bilingual | None = None


def _two(en: str, ur: str) -> Bilingual:
    return {"en": en, "ur": ur}


_NO_NAMES = _two(
    "Acts only; no names. Everybody of your organisation can read this.",
    "صرف یہ کہ کیا ہوا؛ کوئی نام نہیں۔ آپ کے ادارے کا ہر فرد اسے پڑھ سکتا ہے۔",
)
_SHUT = _two("Will be sealed when it is imported.", "درآمد ہوتے ہی سربمہر کر دیا جائے گا۔")
_DATE_WRONG = _two(
    "Write 2009, 2009-05 or 2009-05-17; add ~ for “about”.",
    "2009، 2009-05 یا 2009-05-17 لکھیں؛ اندازے کے لیے ~ لگائیں۔",
)  # fmt: skip

QUESTIONS: tuple[Question, ...] = (
    Question("before", "note", _two(
        "Ask only with consent. Leave blank whatever is not known. Delete sent forms from this telephone.",
        "رضامندی سے ہی پوچھیں۔ جو معلوم نہ ہو خالی چھوڑ دیں۔ بھیجے گئے فارم اس فون سے مٹا دیں۔")),
    Question("what", "group", _two("What happened", "کیا ہوا")),
    Question("act_type", "choices", _two("What was done?", "کیا کیا گیا؟"), terms="act_type", required=True),
    Question("method", "choices", _two("How?", "کس طرح؟"), terms="method"),
    Question("when", "text", _two("When? A year is enough.", "کب؟ سال کافی ہے۔"), _DATE_WRONG,
             pattern=EDTF_PATTERN, wrong=_DATE_WRONG),
    Question("district", "text", _two("In which district?", "کس ضلع میں؟")),
    Question("community", "text", _two("Community of the person harmed (code)", "متاثرہ شخص کی برادری (کوڈ)"),
             pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}$",
             wrong=_two("Letters and digits without spaces, as your office gave it.",
                        "حروف اور ہندسے بغیر وقفے کے، جیسے آپ کے دفتر نے دیا۔")),
    Question("summary", "text", _two("In one sentence, what was done", "ایک جملے میں، کیا کیا گیا"), _NO_NAMES),
    Question("narrative", "long_text", _two("What happened, in the words of who tells it",
                                            "کیا ہوا، بتانے والے کے اپنے الفاظ میں")),
    Question("what_end", "end", _two("", "")),
    Question("victim", "group", _two("The person harmed", "متاثرہ شخص")),
    Question("victim_name", "text", _two("Name", "نام")),
    Question("victim_father", "text", _two("Father's name", "والد کا نام")),
    Question("victim_sex", "choice", _two("Sex", "جنس"), terms="sex"),
    Question("victim_age", "whole", _two("Age at that time", "اس وقت عمر")),
    Question("victim_phone", "text", _two("Telephone of the person or the family", "شخص یا خاندان کا فون")),
    Question("victim_end", "end", _two("", "")),
    Question("others", "group", _two("Others", "دوسرے لوگ")),
    Question("relative_name", "text", _two("A relative to contact", "رابطے کے لیے رشتہ دار")),
    Question("relative_phone", "text", _two("Telephone of the relative", "رشتہ دار کا فون")),
    Question("witness_name", "text", _two("A witness", "گواہ"), _SHUT),
    Question("submitter_name", "text", _two("Who tells this", "یہ کون بتا رہا ہے"), _SHUT),
    Question("others_end", "end", _two("", "")),
    Question("about_source", "group", _two("How it is known", "یہ کیسے معلوم ہوا")),
    Question("source_kind", "choice", _two("Kind of source", "ماخذ کی قسم"), terms="source_kind", required=True),
    Question("source_connection", "choice", _two("How does the source know?", "ماخذ کو کیسے معلوم ہے؟"),
             terms="source_connection"),
    Question("collected_on", "today", _two("", "")),
    Question("about_source_end", "end", _two("", "")),
)  # fmt: skip

ANSWERED: tuple[str, ...] = tuple(
    question.name for question in QUESTIONS if question.name in INTAKE_FIELDS
)


def form_mapping(columns: Sequence[str]) -> ListMapping | None:
    """The mapping of submissions of this form, whose columns have the names of its questions; None for any other.

    >>> form_mapping(["instance_id", "act_type", "when"]).columns
    {'act_type': 'act_type', 'when': 'when'}
    >>> form_mapping(["Name", "Violation"]) is None
    True
    """
    if "act_type" not in columns or INSTANCE not in columns:
        return None
    return ListMapping(INSTANCE, {name: name for name in ANSWERED if name in columns})


def short_names(columns: Sequence[str]) -> Mapping[str, str]:
    """Columns of an export to names of this form: groups before a name, and what a server adds, make no difference.

    ODK Central puts groups before a name with "-", Kobo with "/"; the id of a submission has three names.

    >>> dict(short_names(["what-act_type", "victim/victim_name", "meta-instanceID", "SubmitterName"]))
    {'what-act_type': 'act_type', 'victim/victim_name': 'victim_name', 'meta-instanceID': 'instance_id'}
    """
    found: dict[str, str] = {}
    for column in columns:
        last = column.replace("/", "-").rsplit("-", 1)[-1]
        if last in ANSWERED and last not in found.values():
            found[column] = last
    for column in (
        "meta-instanceID",
        "meta/instanceID",
        "__id",
        "_uuid",
        "KEY",
        "instanceID",
        INSTANCE,
    ):
        if column in columns:
            return {**found, column: INSTANCE}
    return found
