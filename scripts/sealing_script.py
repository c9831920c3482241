"""Join the modules of sealing into the one script that pages load, and write down the hashes to compare.

    scripts/sealing_script.py            write record/sealing.js and scripts.sha256
    scripts/sealing_script.py --check    fail when they are not what the modules give

One script, because `integrity` on a script tag covers that file and not what it imports. The modules are only put one
after the other, in the order of their imports: nothing is rewritten, so that a reader finds each of them in it.
"""

import re
import sys
from hashlib import sha256
from pathlib import Path

WEB = Path(__file__).parents[1] / "src" / "misaq" / "web" / "record"
STATIC = WEB / "static"
MODULES = STATIC / "record" / "sealing"
SCRIPT = STATIC / "record" / "sealing.js"
HASHES = WEB / "scripts.sha256"
LOADED = ("record/vendor/sealing-crypto/sealing-crypto.js", "record/sealing.js")

IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z-]+\.js)";\n', re.M)
TOP_LEVEL = re.compile(r"^(?:async )?(?:function|const|let|class) (\w+)", re.M)
HEAD = "// Made by scripts/sealing_script.py from the modules in sealing/: change those, not this file.\n"


def joined() -> str:
    """The modules as one script."""
    texts: list[str] = [HEAD]
    owners: dict[str, str] = {}
    for name in _in_order("start.js", []):
        text = IMPORT.sub("", (MODULES / name).read_text("utf-8"))
        text = re.sub(r"^export ", "", text, flags=re.M)
        if re.search(r"^\s*(import|export)\b", text, re.M):
            sys.exit(f'{name}: only `import {{ a, b }} from "./x.js"` and `export` before a name')
        for top in TOP_LEVEL.findall(text):
            if top in owners:
                sys.exit(f"{name}: {top} stands in {owners[top]} too; a name must be the only one")
            owners[top] = name
        texts.append(f"\n// ---- sealing/{name}\n{text.strip()}\n")
    return "".join(texts)


def _in_order(name: str, placed: list[str]) -> list[str]:
    """`placed` with a module after all that it imports."""
    for needed in IMPORT.findall((MODULES / name).read_text("utf-8")):
        _in_order(needed, placed)
    if name not in placed:
        placed.append(name)
    return placed


def hashes(script: str) -> str:
    """Lines that `sha256sum -c` reads in the folder of the static files."""
    payloads = {name: (STATIC / name).read_bytes() for name in LOADED if name != LOADED[-1]}
    payloads[LOADED[-1]] = script.encode()
    return "".join(f"{sha256(payload).hexdigest()}  {name}\n" for name, payload in payloads.items())


def main() -> None:
    """Write the two files, or check them."""
    script = joined()
    wanted = {SCRIPT: script, HASHES: hashes(script)}
    if "--check" not in sys.argv[1:]:
        for path, text in wanted.items():
            path.write_text(text, "utf-8")
        return
    stale = [p.name for p, text in wanted.items() if not p.exists() or p.read_text("utf-8") != text]
    if stale:
        sys.exit(f"run scripts/sealing_script.py: {', '.join(stale)} not up to date")


if __name__ == "__main__":
    main()
