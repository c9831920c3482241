"""Fill a real site with an invented register: `python -m tests.security.register_seed SITE CASES`.

Prints JSON: every text that must not be found afterwards, the words that may, and the keys of the custodians. The
names are nonsense that no list of names holds, so that a find can only be what was put in.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any

from misaq.foundation.seeds import generator

SYLLABLES = [
    "zar",
    "quel",
    "mav",
    "rith",
    "xun",
    "dov",
    "teg",
    "plim",
    "oshk",
    "yarv",
    "nuth",
    "bryl",
]
URDU = ["زرق", "ملوٹ", "غڑپ", "شنڈ", "ٹھلم", "پژور", "کھنوڑ", "ڈھبرت", "چھگن", "ظلفٹ"]
PASSPHRASE = "five invented words for a stolen server"


def invented_people(number: int) -> list[dict[str, str]]:
    """People with a name in two scripts, a telephone and an identity number that occur once."""
    chance = generator(11, "tests.stolen_server")
    people = []
    for place in range(number):
        word = "".join(SYLLABLES[at] for at in chance.integers(len(SYLLABLES), size=4)).capitalize()
        urdu = "".join(URDU[at] for at in chance.integers(len(URDU), size=4))
        people.append(
            {
                "name": f"{word} {urdu}{place % 10}",
                "father": f"{word[::-1].capitalize()} {place:04d}",
                "phone": f"0399-{int(chance.integers(10**7, 10**8)):08d}",
                "id_number": f"99{place:03d}-{int(chance.integers(10**7, 10**8)):08d}-1",
            }
        )
    return people


def main() -> None:
    """Seed and print."""
    site, n_cases = Path(sys.argv[1]), int(sys.argv[2])
    from misaq.web.start import start_site  # noqa: PLC0415  Django starts with the site's own settings

    start_site(site)
    from tests.security import register_rows  # noqa: PLC0415

    told: dict[str, Any] = register_rows.seed(invented_people(4 * n_cases), PASSPHRASE)
    sys.stdout.write(json.dumps(told, default=lambda value: base64.b64encode(value).decode()))


if __name__ == "__main__":
    main()
