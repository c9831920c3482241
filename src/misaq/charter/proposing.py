"""From the next official text to the instructions that an amending act would have given."""

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from misaq.charter.clauses import split_clauses
from misaq.charter.diary import Diary
from misaq.charter.fabric import NONE, Block, Fabric, Idle, Reach, open_weave
from misaq.charter.folding import add_versions, apply_operation
from misaq.charter.matching import align_cuts, match_file
from misaq.charter.operations import Operation, Source
from misaq.charter.own_words import OwnWords
from misaq.charter.planting import BENEATH, plan_provision
from misaq.charter.provisions import slug
from misaq.charter.quoting import Cut
from misaq.charter.respacing import respace_file
from misaq.charter.text import Vocabulary, prepare_text
from misaq.charter.versions import Version
from misaq.charter.weave import Weave
from misaq.foundation.errors import FaultsError

_ANEW = 0.4  # share of kept words below which a provision is substituted whole


def propose_operations(
    weave: Weave, version: Version, *, join_lines_of: int = 0
) -> tuple[Operation, ...]:
    """Compare the next official text with the weave and say by which instructions it comes about.

    weave : from `start_weave` or a fold; its newest state is amended. version : the next text.
    join_lines_of : see `prepare_text`.
    Returns operations "n.1", "n.2", ... with the status "observed" and no section: a person says which section
    of the act it is (`assign_sections`). Folded into the weave (`fold_operations`), they give the text of the
    version character for character.
    Raises FaultsError when the number of the version is not later than those of the weave.

    >>> from misaq.charter import fold_operations, start_weave
    >>> first = Version(0, "", "1950", {"a": "Article 1. Water\\nIt is common.\\n"})
    >>> second = Version(1, "", "1951", {"a": "Article 1. Water\\nIt is common to all.\\n"})
    >>> [o] = propose_operations(start_weave(first), second)
    >>> o.kind, o.provision, o.words, o.text
    ('insert_words', 'art-1', 'It is common', 'to all')
    """
    fabric = open_weave(weave)
    if faults := add_versions(fabric, [version]):
        raise FaultsError(faults)
    return Proposer(fabric, Diary(fabric), join_lines_of=join_lines_of).propose(version)


class Proposer:
    """Proposes and applies the operations of version after version to one fabric."""

    def __init__(self, fabric: Fabric, diary: Diary, *, join_lines_of: int = 0) -> None:
        self.fabric, self.diary, self.join_lines_of = fabric, diary, join_lines_of
        self.idle: Idle = NONE  # operations that do not count on the day of the version
        self.vocabulary = Vocabulary()
        self.n = self.place = self.count = 0
        self.proposed: list[Operation] = []
        self.settled: dict[str, str] = {}  # path to the text that it has been brought to
        self.amended: list[str] = []  # files that were looked at for the last version

    def propose(self, version: Version, *, first: int = 1) -> tuple[Operation, ...]:
        """Bring the fabric to the text of a version; gives the operations that did, numbered from `first`."""
        self.n, self.place = version.n, len(self.fabric.numbers) - 1
        self.count, self.proposed = first - 1, []
        self.idle = self.diary.idle_on(self.fabric.datings[-1].date)
        paths = sorted(version.files.keys() | set(self.fabric.files))
        self.amended = [path for path in paths if not self._is_settled(path, version)]
        for path in self.amended:
            text = prepare_text(version.files.get(path, ""), join_lines_of=self.join_lines_of)
            root = self._root(path)
            if text != (Reach(self.fabric, root, self.idle).text if root else ""):
                prefix = f"{slug(PurePosixPath(path).stem)}." if len(paths) > 1 else ""
                _File(self, path, prefix).amend(text)
            self.settled[path] = version.files.get(path, "")
        return tuple(self.proposed)

    def unsettle(self) -> None:
        """Look at every file again: others have changed the fabric."""
        self.settled.clear()

    def _is_settled(self, path: str, version: Version) -> bool:
        """Whether a file stands as in the version before, and is printed as it was then."""
        return not self.idle and self.settled.get(path) == version.files.get(path, "")

    def emit(self, **fields: Any) -> bool:
        """Apply one operation, and keep it as proposed; False when it does not fit, and then nothing was changed."""
        self.count += 1
        operation = Operation(f"{self.n}.{self.count}", self.n, **fields)
        operation = replace(operation, source=Source(status="observed"))
        if apply_operation(self.fabric, self.diary, operation, self.place):
            self.fabric.operations.pop()
            self.fabric.version_of.pop()
            self.diary.days.pop()
            self.count -= 1
            return False
        self.proposed.append(operation)
        return True

    def _root(self, path: str) -> Block | None:
        files = self.fabric.files
        return self.fabric.roots[files.index(path)] if path in files else None


class _File:
    """One file on its way to its next text."""

    def __init__(self, proposer: Proposer, path: str, prefix: str) -> None:
        self.proposer, self.fabric, self.emit = proposer, proposer.fabric, proposer.emit
        self.path, self.prefix, self.idle = path, prefix, proposer.idle
        self.anew: set[int] = set()  # clauses that came or were substituted whole

    def amend(self, text: str) -> None:
        root = self.proposer._root(self.path)
        clauses = split_clauses(text) if text else ()
        found = match_file(self.fabric, root, text, clauses, self.proposer.vocabulary, self.idle)
        self.found = found
        self.ids = {
            c: self.fabric.records[found.standing[s].provision].id for c, s in found.of.items()
        }
        self._omit(later=False)
        self._arrange(-1, "", "")
        self._omit(later=True)
        for clause in range(len(clauses)):
            if clause not in found.same and clause not in self.anew:
                self._change_words(clause)
        respace_file(self.fabric, self.emit, self.path, text, found.cut, self.idle)

    def _omit(self, *, later: bool) -> None:
        """Take provisions out that the new text has not; those from which something moves away, at the end."""
        found = self.found
        stays = {found.standing[s].provision for s in found.of.values()}
        holds = {found.standing[s].parent for s in found.of.values()}
        for standing in reversed(found.standing):
            if standing.provision in holds:
                holds.add(standing.parent)
        gone: set[int] = set()
        for standing in found.standing:
            provision = standing.provision
            if provision in stays or (provision in holds) != later:
                continue
            if standing.parent not in gone:
                self.emit(kind="omit_provision", provision=self.fabric.records[provision].id)
            gone.add(provision)

    def _arrange(self, parent: int, above: str, after: str) -> None:
        """Put in, move, substitute and label what stands under one provision, in the order of the new text."""
        for clause in self.found.children(parent):
            if clause not in self.found.of:
                self._insert(clause, above, after)
            elif clause not in self.found.same:
                self._keep(clause, above, after)
            after = self.ids[clause]

    def _keep(self, clause: int, above: str, after: str) -> None:
        id_ = self.ids[clause]
        if clause in self.found.moved:
            place = {"parent": above, "after": after, "file": "" if above else self.path}
            self.emit(kind="move", provision=id_, **place)
        if self._is_anew(clause) and self._substitute(clause):
            return
        new = self.found.clauses[clause]
        old = self.found.standing[self.found.of[clause]]
        if new.label != old.label and new.label:
            self.emit(kind="renumber", provision=id_, label=new.label)
        if new.heading != old.heading and new.heading:
            self.emit(kind="substitute_heading", provision=id_, heading=new.heading)
        if self.fabric.label(old.provision, self.idle) != (new.label, new.heading):
            if not self._substitute(clause):
                self._begin_anew(clause)
            return
        self._arrange(clause, id_, "")

    def _is_anew(self, clause: int) -> bool:
        """Whether more than 60 % of the words of a provision, with all beneath it, changed."""
        found = self.found
        beneath = found.beneath(clause)
        block = found.standing[found.of[clause]].block
        old = {
            place
            for place, each in enumerate(found.standing)
            if self.fabric.is_beneath(each.block, block)
        }
        kept = sum(
            words for (new, place), words in found.kept.items() if place in old and new in beneath
        )
        sizes = (sum(found.sizes[0][c] for c in beneath), sum(found.sizes[1][p] for p in old))
        if kept >= _ANEW * max(sizes):
            return False
        # what was moved has no words in common when whole files are compared
        new = Cut.of(found.text[found.clauses[clause].start : found.clauses[clause].end])
        before = Reach(self.fabric, block, self.idle).cut
        changes = align_cuts(before, new, self.proposer.vocabulary)
        kept = len(new.words) - 1 - sum(to_new - from_new for *_, from_new, to_new in changes)
        return kept < _ANEW * max(sizes)

    def _substitute(self, clause: int) -> bool:
        new, beneath = self.found.clauses[clause], self.found.beneath(clause)
        text = self.found.text[new.start : new.end]
        if not self._plans(clause, beneath) or any(c in self.found.moved for c in beneath[1:]):
            return False
        done = self.emit(
            kind="substitute_provision",
            provision=self.ids[clause],
            text=text,
            label=new.label,
            heading=new.heading,
        )
        if done:
            self.anew.update(beneath)
        return done

    def _begin_anew(self, clause: int) -> None:
        """Substitute a provision by its own words alone, and put in again what stands beneath it."""
        new, beneath = self.found.clauses[clause], self.found.beneath(clause)
        for each in beneath[1:]:
            self.found.of.pop(each, None)
        self.emit(
            kind="substitute_provision",
            provision=self.ids[clause],
            text=self._own_text(clause),
            label=new.label,
            heading=new.heading,
        )
        self._arrange(clause, self.ids[clause], "")

    def _own_text(self, clause: int) -> str:
        """A provision's own words; only its label where these, read alone, would be several provisions.

        The rest then comes word by word, as an instruction of its own.
        """
        start, end = self.found.own(clause)
        text = self.found.text[start:end]
        new = self.found.clauses[clause]
        inside = self.found.clauses[new.parent].kind if new.parent >= 0 else ""
        plan = plan_provision(text, inside)
        if plan is not None and len(plan.clauses) == 1:
            self.anew.add(clause)
            return text
        cut = Cut.of(text)
        labels = cut.find(new.label) if new.label else []
        last = min(labels[0][1] if labels else 2, len(cut.words))
        if last < len(cut.words) and not cut.words[last].isalnum():
            last += 1  # the mark after it
        return text[: cut.starts[last - 1] + len(cut.words[last - 1])]

    def _insert(self, clause: int, above: str, after: str) -> None:
        """Put a provision in with all beneath it, or piece by piece when it cannot be cut apart alone."""
        new, beneath = self.found.clauses[clause], self.found.beneath(clause)
        whole = self._plans(clause, beneath) and not any(c in self.found.of for c in beneath)
        self.ids[clause] = self._new_id(clause, above)
        self.emit(
            kind="insert_provision",
            provision=self.ids[clause],
            text=self.found.text[new.start : new.end] if whole else self._own_text(clause),
            parent=above,
            after=after,
            file="" if above else self.path,
            label=new.label,
            heading=new.heading,
        )
        if whole:
            self.anew.update(beneath)
        else:
            self._arrange(clause, self.ids[clause], "")

    def _plans(self, clause: int, beneath: range) -> bool:
        """Whether the text of a provision, cut apart alone, gives the same provisions as within the whole text."""
        clauses = self.found.clauses
        new = clauses[clause]
        inside = clauses[new.parent].kind if new.parent >= 0 else ""
        plan = plan_provision(self.found.text[new.start : new.end], inside)
        if plan is None or len(plan.clauses) != len(beneath):
            return False
        first, *rest = plan.clauses
        if first.heading and not new.heading:
            return False
        return all(
            (c.kind, c.label, c.heading, c.parent)
            == (w.kind, w.label, w.heading, w.parent - clause)
            for c, w in zip(rest, (clauses[b] for b in beneath[1:]), strict=True)
        )

    def _new_id(self, clause: int, above: str) -> str:
        """The id of a new provision: by label, under that of the provision it stands in."""
        new = self.found.clauses[clause]
        part = new.key
        if new.parent >= 0:
            part = part.removeprefix(self.found.clauses[new.parent].key + ".")
        base = f"{above}.{part}" if new.kind in BENEATH and above else f"{self.prefix}{new.key}"
        name, again = base, 1
        while name in self.fabric.ids:
            again += 1
            name = f"{base}_{again}"
        return name

    def _change_words(self, clause: int) -> None:
        """Bring a provision's own words to those of the new text, instruction by instruction."""
        if self.ids[clause] not in self.fabric.ids:
            return
        block = self.fabric.blocks[self.fabric.ids[self.ids[clause]]]
        wanted = Cut.of(self.found.text[slice(*self.found.own(clause))])
        own = OwnWords(self.fabric, block, self.idle)
        if own.words == wanted.words[1:]:
            return
        for from_old, to_old, from_new, to_new in align_cuts(
            own.cut(), wanted, self.proposer.vocabulary
        ):
            # all before is as in the new text already, so that the place is that in the new text
            start = from_new - 1
            self._change(
                OwnWords(self.fabric, block, self.idle),
                start,
                to_old - from_old,
                wanted,
                (from_new, to_new),
            )

    def _change(
        self, own: OwnWords, start: int, n_old: int, wanted: Cut, new: tuple[int, int]
    ) -> None:
        """One instruction: own words from `start` become the units `new` of the new text."""
        core = wanted.joined_text(*new)
        spaces = (wanted.spaces[new[0] - 1], wanted.spaces[new[1] - 1])
        if not n_old:
            fields = own.insertion(start, core, spaces)
        elif core:
            fields = own.substitution(start, start + n_old, core, spaces)
        else:
            fields = own.omission(start, start + n_old, spaces[0])
        self.emit(provision=self.fabric.records[own.block.provision].id, **fields)
