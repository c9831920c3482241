"""A small sound process folder with every table, for tests that plant faults in it."""

from collections.abc import Mapping
from pathlib import Path

FILES: Mapping[str, str] = {
    "process.toml": """\
id = "small"
title = { en = "A small process", ur = "ایک چھوٹا عمل" }
languages = ["en", "ur"]
invented = true
as_of = "2031-05-18"

[thresholds]
record = 5

[rules]
clause = "each_community"

[seeds]
public = 7

[[communities]]
id = "talhen"
name = { en = "Talhen", ur = "تلہین" }
population = 4000

[[communities]]
id = "orsane"
name = { en = "Orsane", ur = "اورسین" }
population = 2000

[[communities]]
id = "kelvar"
name = { en = "Kelvar", ur = "کیلوار" }
population = 1000
""",
    "record/sources.csv": """\
id,name_en,name_ur,kind,derived_from
court,District Court,ضلعی عدالت,court,
press,The Paper,اخبار,press,court
""",
    "record/lists/court.csv": """\
case,tribe,what,day
1,Tal,Killing,2009-05-17
2,Ors,Killing,2010
3,Kel,Arrest,2011-02
""",
    "record/lists/court.toml": """\
id = "case"
[columns]
community = "tribe"
act_type = "what"
when = "day"
[codes.community]
Tal = "talhen"
Ors = "orsane"
Kel = "kelvar"
[codes.act_type]
Killing = "KIL"
Arrest = "DOL"
""",
    "record/acknowledgements.csv": """\
id,act,actor_en,actor_ur,response,date,authority_en,authority_ur,remedy
a1,court/1,The Ministry,وزارت,full,2030-01-15,The Minister,وزیر,1
a2,court/2,The Ministry,وزارت,silent,,,,0
a3,court/3,The Ministry,وزارت,denied,2030,,,
""",
    "dialogue/statements.csv": """\
id,text,language,moderated,is_meta,theme
s1,"Water first, then roads",en,1,0,water
s2,"Roads
first",en,1,0,roads
s3,Courts in every district,en,0,0,
""",
    "dialogue/statements.ur.csv": """\
id,text,status
s1,پہلے پانی,checked
s2,پہلے سڑکیں,draft
s3,ہر ضلع میں عدالت,machine
""",
    "dialogue/participants.csv": """\
id,communities,way_in
p1,talhen,code
p2,orsane;kelvar,link
p3,,account
""",
    "dialogue/votes.csv": """\
participant,statement,vote,time
p1,s1,1,2031-05-05T14:30:00
p1,s2,-1,2031-05-05T14:31:00
p2,s1,0,2031-05-05T15:30:00
p2,s3,1,2031-05-05T15:31:00
p3,s3,1,
""",
    "table/commitments.csv": """\
id,title_en,title_ur,obligor_en,obligor_ur,beneficiary,due,score,scored_on,scored_by,depends_on,theme,draft,evidence
c1,Pay for the homes,گھروں کی رقم ادا ہو,The Ministry,وزارت,talhen,2030,2,2031-01,Two observers,,homes,water,Receipts
c2,Open the archive,دستاویزات کھولی جائیں,The Ministry,وزارت,,2032-06,,,,c1,archive,,
c3,Name the graves,قبروں کے نام,The Ministry,وزارت,kelvar,2031~,0,2031-02-01,Two observers,,graves,,
""",
    "assembly/pool.csv": """\
id,gender,household
q1,f,h1
q2,m,h1
q3,f,h2
q4,m,h3
q5,f,h4
q6,m,h5
""",
    "assembly/quotas.csv": """\
category,feature,min,max,min_flex,max_flex
gender,f,1,2,,
gender,m,1,2,,
""",
    "assembly/seats.toml": """\
[panel]
size = 3
[seats]
size = 12
floor = 1
""",
    "charter/versions.jsonl": """\
{"n": 0, "title": "Adopted", "date": "1950-01-26", "message": "", "files": {"a.txt": "The water is common.\\n"}}
{"n": 1, "title": "First", "date": "1960", "message": "", "files": {"a.txt": "The water is common to all.\\n"}}
""",
    "charter/drafts/water.en.md": """\
---
title: "Water"
article: "1"
order: 1
rule: each_community
status: "draft 1"
grounds:
  - {kind: statement, ref: "s1", note: "Water first."}
  - {kind: commitment, ref: "c1"}
---

(1) The water of the valley belongs to all who live in it.
""",
    "events/events.csv": """\
id,date,kind,side,region,count
e1,2009-05-17,raid,a,North,1
e2,2009-06,protest,b,,
e3,2010,raid,a,South,3
""",
}


def write_folder(root: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the small folder at `root`, with some files changed; None leaves a file out."""
    for name, content in {**FILES, **(changes or {})}.items():
        if content is not None:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return root
