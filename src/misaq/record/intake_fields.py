"""The fields that a list, a form or a telephone can fill: what each holds, who may read it, what lists call it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Tier = Literal["clear", "restricted", "sealed"]


@dataclass(frozen=True, slots=True)
class IntakeField:
    """One field of misaq that a list's column can fill.

    tier : "clear" may be read by whoever may read the case; "restricted" lies under the organisation's key;
        "sealed" opens only by several custodians together.
    vocabulary : the list of terms its codes are of, "" when it has none.
    headers : what lists call it, folded by `fold_header`.
    """

    name: str
    tier: Tier
    vocabulary: str = ""
    headers: tuple[str, ...] = ()


def _fields(rows: Sequence[tuple[str, Tier, str, str]]) -> Mapping[str, IntakeField]:
    return {
        name: IntakeField(name, tier, vocabulary, tuple(headers.split(";")))
        for name, tier, vocabulary, headers in rows
    }


INTAKE_FIELDS: Mapping[str, IntakeField] = _fields((
    ("victim_name", "restricted", "", "victimname;name;fullname;nameofvictim;victim;نام;متاثرہشخص"),
    ("victim_father", "restricted", "", "victimfather;fathername;father;fathersname;so;ولدیت;والد;والدکانام"),
    ("victim_mother", "restricted", "", "victimmother;mothername;mother;mothersname;والدہ"),
    ("victim_sex", "clear", "sex", "victimsex;sex;gender;جنس"),
    ("victim_age", "clear", "", "victimage;age;عمر"),
    ("victim_birth", "restricted", "", "victimbirth;birth;dateofbirth;dob;birthdate;پیدائش;تاریخپیدائش"),
    ("victim_id_number", "restricted", "", "victimidnumber;idnumber;cnic;nic;identitycard;شناختیکارڈ"),
    ("victim_phone", "restricted", "", "victimphone;phone;mobile;telephone;فون;موبائل"),
    ("victim_origin", "restricted", "", "victimorigin;origin;homevillage;village;گاؤں;تعلق"),
    ("victim_occupation", "restricted", "", "victimoccupation;occupation;profession;job;پیشہ"),
    ("community", "clear", "", "community;tribe;group;قبیلہ;برادری"),
    ("act_type", "clear", "act_type", "acttype;acts;violation;whatwasdone;what;incidenttype;type;فعل;واقعہ"),
    ("method", "clear", "method", "method;methods;how;طریقہ"),
    ("when", "clear", "", "when;date;dateofincident;incidentdate;تاریخ;کب"),
    ("where", "clear", "", "where;place;location;placeofincident;مقام;کہاں"),
    ("district", "clear", "", "district;zila;ضلع"),
    ("actor", "clear", "actor_kind", "actor;accused;accusedforce;allegedactor;فریق"),
    ("count", "clear", "", "count;persons;numberofpersons;howmany;تعداد"),
    ("child", "clear", "", "child;minor;under18;بچہ"),
    ("verification", "clear", "verification", "verification;status;checked;تصدیق"),
    ("relative_name", "restricted", "", "relativename;relative;nextofkin;رشتہدار"),
    ("relative_phone", "restricted", "", "relativephone;familyphone;contact;رابطہ"),
    ("witness_name", "sealed", "", "witnessname;witness;گواہ"),
    ("witness_phone", "sealed", "", "witnessphone"),
    ("submitter_name", "sealed", "", "submittername;submitter;reportedby;informant;اطلاعدینےوالا"),
    ("submitter_phone", "sealed", "", "submitterphone"),
    ("suspect_name", "sealed", "", "suspectname;suspect"),
    ("summary", "clear", "", "summary;short;خلاصہ"),
    ("narrative", "restricted", "", "narrative;story;description;details;account;remarks;تفصیل;بیان"),
    ("source_kind", "clear", "source_kind", "sourcekind;source;sourcetype;ماخذ"),
    ("source_connection", "clear", "source_connection", "sourceconnection"),
    ("collected_on", "clear", "", "collectedon;datecollected;interviewdate"),
    ("language", "clear", "", "language;زبان"),
    ("reliability", "clear", "reliability", "reliability"),
    ("credibility", "clear", "credibility", "credibility"),
))  # fmt: skip

PERSONS: Mapping[str, tuple[str, ...]] = {
    "victim": (
        "name", "father", "mother", "birth", "id_number", "phone", "origin", "occupation",
    ),
    "relative": ("name", "phone"),
    "witness": ("name", "phone"),
    "submitter": ("name", "phone"),
    "suspect": ("name",),
}  # fmt: skip


def fold_header(header: str) -> str:
    """A column's header as it is compared: letters and digits alone.

    >>> fold_header("Father's name"), fold_header("Date of birth (year)")
    ('fathersname', 'dateofbirthyear')
    """
    return re.sub(r"[\W_]+", "", header.casefold(), flags=re.UNICODE)


def recognise_fields(headers: Sequence[str]) -> dict[str, str]:
    """Which column fills which field, by what lists usually call it: field to header. A person looks it over.

    headers : the list's own columns. No column is given to two fields; what is not recognised is left out.

    >>> recognise_fields(["Case no", "Name", "Father's Name", "Violation", "ضلع"])
    {'victim_name': 'Name', 'victim_father': "Father's Name", 'act_type': 'Violation', 'district': 'ضلع'}
    """
    by_fold: dict[str, str] = {}
    for header in headers:
        by_fold.setdefault(fold_header(header), header)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for rank in range(max(len(one.headers) for one in INTAKE_FIELDS.values())):
        for name, one in INTAKE_FIELDS.items():
            own = by_fold.get(one.headers[rank]) if rank < len(one.headers) else None
            if own is not None and name not in found and own not in taken:
                found[name] = own
                taken.add(own)
    return {name: found[name] for name in INTAKE_FIELDS if name in found}
