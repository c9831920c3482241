"""A new process folder: settings with comments, and the header of every table."""

import os
from pathlib import Path

from misaq.formats import all_schemas, replace_folder
from misaq.foundation.errors import InputError
from misaq.foundation.faults import Fault
from misaq.process.settings import check_id

_SETTINGS = """\
# The settings of the process. Lines that begin with # are notes; take the # away to use them.
# عمل کی ترتیبات۔ # سے شروع ہونے والی سطریں نوٹ ہیں؛ استعمال کے لیے # ہٹا دیں۔

id = {id}
title = {{ en = {title_en}, ur = {title_ur} }}
# summary = {{ en = "What this process is for.", ur = "یہ عمل کس لیے ہے۔" }}
languages = ["en", "ur"]
invented = false  # true: every page says that all of it is invented / سب کچھ فرضی ہے
# as_of = "2031-05-18"  # the day the process speaks of; what is overdue is judged against it

[thresholds]  # the smallest count that is published / سب سے چھوٹی گنتی جو شائع ہوتی ہے
record = 5
record_sensitive = 10  # sexual violence, children / جنسی تشدد، بچے
dialogue = 10

[rules]  # majority, two_thirds, each_community, referendum, or one of charter/rules.toml
clause = "each_community"
whole = "two_thirds"

[seeds]  # announce it before the first draw / پہلی قرعہ اندازی سے پہلے اعلان کریں
public = 0

# One block for each community / ہر برادری کے لیے ایک حصہ
# [[communities]]
# id = "talhen"
# name = {{ en = "Talhen", ur = "تلہین" }}
# population = 4100000
# source = {{ en = "Census 2028", ur = "مردم شماری 2028" }}
"""

_README = """\
This is a process folder of misaq.

Each table has its header and no rows yet: fill those you need, leave the others as they are or remove them.
Save tables as CSV UTF-8. Dates may be as vague as they are: 2009, 2009-05, 2009~ (about), XXXX (not known).
  record/sources.csv                 who keeps a list
  record/lists/<source>.csv, .toml   each list as it is, and a file that says what its columns mean
  record/acknowledgements.csv        what those responsible answered
  dialogue/                          statements, participants, votes
  table/commitments.csv              what was promised, and what became of it
  assembly/                          the pool, the quotas and seats.toml
  charter/                           dated texts in versions/, draft clauses in drafts/, proposals in proposals/
  events/events.csv                  what happened, when
Then:  misaq check FOLDER      lists every fault, with its row and how to mend it
       misaq run FOLDER --out OUT

یہ میثاق کا ایک عمل فولڈر ہے۔

ہر جدول میں کالموں کے نام ہیں اور ابھی کوئی سطر نہیں: جن کی ضرورت ہو انھیں بھریں، باقی چھوڑ دیں یا ہٹا دیں۔
جدول CSV UTF-8 میں محفوظ کریں۔ تاریخ اتنی ہی لکھیں جتنی معلوم ہے: 2009، 2009-05، 2009~ (تقریباً)، XXXX (نامعلوم)۔
  record/sources.csv                 فہرست کون رکھتا ہے
  record/lists/<source>.csv, .toml   ہر فہرست جیسی ہے، اور ایک فائل کہ اس کے کالموں کا کیا مطلب ہے
  record/acknowledgements.csv        ذمہ داروں نے کیا جواب دیا
  dialogue/                          بیانات، شرکاء، ووٹ
  table/commitments.csv              کیا وعدہ ہوا اور اس کا کیا بنا
  assembly/                          حوض، کوٹے اور seats.toml
  charter/                           versions/ میں تاریخ وار متن، drafts/ میں شقوں کے مسودے، proposals/ میں تجاویز
  events/events.csv                  کیا ہوا، کب
پھر:  misaq check FOLDER      ہر خرابی، اس کی سطر اور درستی کا طریقہ بتاتا ہے
      misaq run FOLDER --out OUT
"""

_SEATS = """\
# An example of assembly/seats.toml / seats.toml کی ایک مثال
# [panel]
# size = 60                 # seats filled by lottery from pool.csv under quotas.csv / قرعے سے بھری جانے والی نشستیں
# [lottery]
# rule = "leximin"          # or maximin, nash, goldilocks, legacy / یا ان میں سے کوئی اور
# form = "tickets"          # or "uniform": equally likely panels for dice on a stage / یا برابر امکان کے پینل
# [draw]
# named = "dice:9"          # where the randomness will come from, sealed / اتفاقی عدد کا ذریعہ، مہر میں نامزد
# randomness = "dice:471829305" # what came of it, as published / جو نکلا، جیسے شائع ہوا
# [seats]
# size = 60                 # seats apportioned to communities by population / آبادی کے لحاظ سے نشستیں
# floor = 1                 # each community's smallest number of seats / ہر برادری کی کم سے کم نشستیں
"""


_LIST = """\
# Each list lies here as it is, <source>.csv, with <source>.toml beside it that says what its columns and codes mean.
# <source> is an id of record/sources.csv. An example of such a file:
# ہر فہرست یہاں جیسی ہے ویسی رکھی جاتی ہے، <source>.csv،
# اور ساتھ <source>.toml جو اس کے کالموں اور کوڈوں کا مطلب بتاتی ہے۔

# id = "case_no"              # the list's column that identifies a row / وہ کالم جو سطر کی شناخت ہے
# [columns]                   # misaq's field = the list's own column / ہمارا خانہ = فہرست کا اپنا کالم
# community = "Tribe"
# act_type = "Violation"
# when = "Date"
# [codes.community]           # the list's own code = misaq's / فہرست کا اپنا کوڈ = ہمارا
# "Tlh" = "talhen"
# [codes.act_type]
# "Custodial killing" = ["KIL", "DOL"]
# [dates]
# format = "%d/%m/%Y"         # how the list writes dates / فہرست تاریخ کیسے لکھتی ہے
"""


class FolderExistsError(InputError):
    """Something is at the path of the new folder already."""

    code = "folder_exists"


class BadIdError(InputError):
    """The id given for the new process is not one."""

    code = "config_bad_id"


def write_new(
    folder: Path, *, process_id: str = "", title_en: str = "", title_ur: str = ""
) -> list[str]:
    """Make a new process folder, whole or not at all; returns its files, sorted.

    process_id : short name of the process; "" takes the folder's own name as far as it is an id.
    Raises FolderExistsError when anything is at that path, BadIdError for an id that is none.
    """
    if os.path.lexists(folder):
        raise FolderExistsError(path=str(folder))
    name = process_id or _id_from(folder.absolute().name)
    faults: list[Fault] = check_id({"id": name}, "id", needed=True)
    if faults:
        raise BadIdError(**dict(faults[0].params))
    files = new_files(name, title_en or name, title_ur or title_en or name)
    replace_folder(folder, {path: text.encode() for path, text in files.items()})
    return sorted(files)


def new_files(process_id: str, title_en: str, title_ur: str) -> dict[str, str]:
    """The files of a new process folder: path to text."""
    values = {
        "id": _quoted(process_id),
        "title_en": _quoted(title_en),
        "title_ur": _quoted(title_ur),
    }
    files = {
        "process.toml": _SETTINGS.format(**values),
        "README.txt": _README,
        "assembly/README.txt": _SEATS,
        "record/lists/README.txt": _LIST,
    }
    for schema in all_schemas().values():
        names = ",".join(column.name for column in schema.columns)
        files[schema.files[0].replace("*", "ur")] = f"{names}\n"
    files["assembly/pool.csv"] = "id,gender,age,region,household\n"
    return files


def _id_from(name: str) -> str:
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in name.lower())
    return kept.strip("-.")[:120] or "process"


def _quoted(text: str) -> str:
    """A text as a TOML string: JSON's escapes are TOML's, and DEL is escaped too."""
    escaped = "".join(
        f"\\u{ord(c):04X}" if c < " " or c == "\x7f" else {'"': '\\"', "\\": "\\\\"}.get(c, c)
        for c in text.encode(errors="replace").decode()
    )
    return f'"{escaped}"'
