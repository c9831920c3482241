"""The findings of bench/charter.py for people: ours, the peers, the ratio, the aim."""

from typing import Any

from charter_conflicts import WHY


def say_machine(found: dict[str, Any]) -> None:
    """What was measured on."""
    print(
        f"{found['cores']} cores, load {' '.join(map(str, found['load']))}, Python {found['python']},"
        f" {found['git']}, read bandwidth {found['bandwidth'] / 1e9:.1f} GB/s",
        flush=True,
    )


def say_conflicts(found: dict[str, Any]) -> None:
    """The comparison for people: counts, then each of ours with its reason."""
    ours, lines, words = found["ours"], found["lines"], found["words"]
    print(
        f"{found['country']:6} {found['amendments']:3} amendments, in conflict: ours {ours['conflicts']}"
        f" (aim <= {found['aim']}), git by lines {lines['conflicts']} (reference {lines['reference']}),"
        f" git by words {words['conflicts']} (reference {words['reference']});"
        f" weave {ours['weave_s']} s, all conflicts {ours['conflicts_s'] * 1e3:.0f} ms;"
        f" git reverts {lines['seconds']} s and {words['seconds']} s"
    )
    for name in ("lines", "words"):
        mine = {each["of"] for each in ours["each"]}
        theirs = set(found[name]["in_conflict"])
        print(
            f"       git by {name} alone: {_listed(theirs - mine)}; ours alone: {_listed(mine - theirs)}"
        )
    for each in ours["each"]:
        more = f", and {each['dependents'] - 1} more" if each["dependents"] > 1 else ""
        print(
            f"       {each['of']:>4}: the {each['by']} {WHY[each['kind']]}"
            f" ({each['words']} words in {', '.join(each['provisions'])}){more}"
        )


def say_speed(found: dict[str, Any]) -> None:
    """Each task: ours, the aim, the peer and how many times as long it takes."""
    ours, git, floor = found["ours"], found["git"], found["floor_s"] * 1e3
    print(
        f"\ninvented: {found['articles']} articles, {found['amendments']} amendments,"
        f" {found['operations']} operations, {found['words']} words in the weave,"
        f" {found['bytes']} bytes of text; exact {ours['exact_versions']} of"
        f" {found['amendments'] + 1} versions; peak {found['peak_mb']} MB"
    )
    checkout = min(git["checkout_one_file_s"], git["checkout_400_files_s"]) * 1e3
    lines = [
        ("text at any date", ours["date_ms"], 5, "git checkout", checkout),
        ("text of any subset", ours["subset_ms"], 5, "git revert of 20", git["sets_s"] * 1e3),
        ("undo 20, conflicts", ours["undo_20_ms"], 300, "git revert of 20", git["sets_s"] * 1e3),
        ("dependency graph", ours["dependencies_s"] * 1e3, 100, "", None),
        ("full redline", ours["redline_s"] * 1e3, 1_000, "git word diff", git["word_diff_s"] * 1e3),
        (
            "who wrote each word",
            ours["blame_s"] * 1e3,
            None,
            "git blame, lines",
            git["blame_lines_s"] * 1e3,
        ),
        ("bill of the newest", ours["bill_newest_s"] * 1e3, 2_000, "", None),
        ("bill of 20", ours["bill_twenty_s"] * 1e3, 2_000, "", None),
        ("bill of 20 and all on them", ours["bill_closed_s"] * 1e3, None, "", None),
        ("DOCX, tracked", ours["docx_s"] * 1e3, 3_000, "", None),
        ("Akoma Ntoso", ours["akn_s"] * 1e3, None, "", None),
        ("fold of all", ours["fold_s"] * 1e3, None, "", None),
    ]
    print(f"{'ms':27} {'p50':>9} {'p95':>9} {'aim':>7}  peer")
    for name, took, aim, peer, theirs in lines:
        p50, p95 = took if isinstance(took, list) else (took, None)
        beside = f"{peer} {theirs:.0f} ({theirs / p50:.1f} times ours)" if theirs else ""
        print(f"{name:27} {p50:9.2f} {_or_blank(p95):>9} {_or_blank(aim):>7}  {beside}")
    date = ours["date_ms"][0]
    print(
        f"floor: one pass over the bytes of the text {floor:.3f} ms;"
        f" text at any date is {date / floor:.1f} times that"
    )
    print(
        f"git: checkout {git['checkout_one_file_s'] * 1e3:.1f} ms in one file,"
        f" {git['checkout_400_files_s'] * 1e3:.1f} ms in a file an article (reference 744 ms);"
        f" revert {git['revert_s'] * 1e3:.0f} ms each, {git['revert_conflicts']} of {git['reverts']} in conflict,"
        f" all {git['revert_all_s']:.1f} s; sets of 20: {git['sets_stopped']} of {git['sets']} stopped"
    )
    for name, theirs in found["xmldiff"].items():
        print(f"xmldiff {name}: {_xmldiff(theirs, ours['redline_s'])}")
    if not found["xmldiff"]:
        print("xmldiff: not installed (bench/requirements.txt)")


def _xmldiff(theirs: dict[str, Any], redline: float) -> str:
    if "seconds" in theirs:
        ratio = theirs["seconds"] / redline
        return (
            f"{theirs['seconds']:.1f} s ({ratio:.0f} times our redline), {theirs['actions']} actions,"
            f" {theirs['peak_mb']} MB, version {theirs['version']} (reference 75 s)"
        )
    if "stopped_after_s" in theirs:
        limit = theirs["stopped_after_s"]
        return f"stopped after {limit:.0f} s (more than {limit / redline:.0f} times our redline)"
    return f"failed: {theirs['failed']}"


def say_import(found: dict[str, Any]) -> None:
    """The next official text of a real constitution, and Akoma Ntoso."""
    print(f"\n{json_line(found)}")


def json_line(found: dict[str, Any]) -> str:
    """Plain pairs of name and value."""
    return "; ".join(f"{name} {value}" for name, value in found.items())


def _or_blank(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".removesuffix(".00")


def _listed(numbers: set[int]) -> str:
    return ", ".join(map(str, sorted(numbers))) or "none"
