"""A base with a proposal in it: whether it applies, how it reads in each language, and how far it reaches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from misaq.charter.folding import fold_operations, start_weave
from misaq.charter.proposals import (
    Proposal,
    check_certificates,
    check_languages,
    renumber_operations,
)
from misaq.charter.redline import ProvisionRedline, redline_states
from misaq.charter.text import count_words
from misaq.charter.versions import Version, digest_files
from misaq.charter.weave import Mask, Weave
from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault


@dataclass(frozen=True)
class Base:
    """The text that proposals change: frozen as given, with the proposals adopted into it since.

    id : its name. texts : language to path to text, as first given; several authentic languages have the same
    provisions. adopted : proposals adopted into it, in order; provisions keep their ids through all of them.
    before : the text before the last of them was adopted; None for a text as first given.
    """

    id: str
    texts: Mapping[str, Mapping[str, str]]
    adopted: tuple[Proposal, ...] = ()
    before: "Base | None" = field(default=None, compare=False, repr=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """Its authentic languages, in alphabetical order."""
        return tuple(sorted(self.texts))

    @cached_property
    def weaves(self) -> Mapping[str, Weave]:
        """Each language's text as a weave: version 0 as given, version n the nth adopted proposal."""
        if self.before is not None:
            return draft_text(self.before, self.adopted[-1]).weaves
        return {language: self._weave(language) for language in self.languages}

    @cached_property
    def read(self) -> dict[tuple[str, ...], Mapping[str, Weave]]:
        """Weaves of proposals that were read on it already (`draft_text`): each is asked for many times."""
        return {}

    @cached_property
    def footprints(self) -> dict[tuple[str, str], object]:
        """What proposals touch in it (`footprint_on`)."""
        return {}

    @cached_property
    def wording(self) -> Mapping[str, Mapping[str, str]]:
        """Each language's text as it stands: path to text."""
        return {language: weave.texts(weave.active()) for language, weave in self.weaves.items()}

    @cached_property
    def sha256(self) -> str:
        """Hash of the text as it stands in all languages: what votes on the whole are bound to."""
        digests = {language: digest_files(files) for language, files in self.wording.items()}
        return f"sha256:{sha256_hex(canonical_json(digests))}"

    def adopt(self, proposal: Proposal) -> "Base":
        """The text with a proposal adopted. Raises FaultsError where it does not apply."""
        numbered = renumber_operations(proposal, len(self.adopted) + 1)
        draft_text(self, numbered)
        return replace(self, adopted=(*self.adopted, numbered), before=self)

    def _weave(self, language: str) -> Weave:
        weave = start_weave(Version(0, self.id, None, self.texts[language]))
        for proposal in self.adopted:
            weave = _fold(weave, proposal, language)
        return weave


@dataclass(frozen=True)
class ProposedText:
    """How a base reads with a proposal in it.

    weaves : by language, the base's with one version more. wording : language to path to text.
    redlines : by language, each provision in which a word differs from the base.
    reach : words put in and taken out, in all languages together.
    """

    proposal: Proposal
    base: Base
    weaves: Mapping[str, Weave]

    @cached_property
    def wording(self) -> Mapping[str, Mapping[str, str]]:
        """Each language's text with the proposal in it."""
        return {language: weave.texts(weave.active()) for language, weave in self.weaves.items()}

    @cached_property
    def redlines(self) -> Mapping[str, tuple[ProvisionRedline, ...]]:
        """What differs from the base, by language and provision."""
        return {
            language: redline_states(weave, before_of(weave), weave.active())
            for language, weave in self.weaves.items()
        }

    @cached_property
    def reach(self) -> int:
        """How far it reaches: words put in and taken out against the base, all languages together."""
        return sum(
            count_words(weave.text[run])
            for weave in self.weaves.values()
            for run in np.flatnonzero(
                weave.live(before_of(weave)) != weave.live(weave.active())
            ).tolist()
        )


def draft_text(base: Base, proposal: Proposal) -> ProposedText:
    """Read a base with a proposal in it, in every language. Raises FaultsError where it does not apply."""
    ids = tuple(o.id for each in proposal.operations.values() for o in each)
    known = base.read.get((proposal.sha256, *ids))
    if known is not None:
        return ProposedText(proposal, base, known)
    numbered = renumber_operations(proposal, len(base.adopted) + 1)
    weaves, faults = {}, []
    for language in base.languages:
        try:
            weaves[language] = _fold(base.weaves[language], numbered, language)
        except FaultsError as error:
            faults += [_named(fault, proposal, language) for fault in error.faults]
    if faults:
        raise FaultsError(faults)
    base.read[proposal.sha256, *ids] = weaves
    return ProposedText(proposal, base, weaves)


def before_of(weave: Weave) -> Mask:
    """(n_operations,) which operations counted before the last version."""
    return weave.active(len(weave.numbers) - 2)


def check_proposal(base: Base, proposal: Proposal) -> list[Fault]:
    """All that is wrong with a proposal on its base: another base, a language that lacks or differs, words not there.

    Warnings: certificates that were given for other words.
    """
    faults = check_languages(proposal, base.languages)
    if proposal.base != base.sha256:
        params = {"proposal": proposal.id, "base": proposal.base, "now": base.sha256}
        faults.append(Fault("proposal_other_base", column="base", params=params))
    if faults:
        return faults
    try:
        text = draft_text(base, proposal)
    except FaultsError as error:
        return list(error.faults)
    return [*_unlike(text), *check_certificates(proposal)]


def _unlike(text: ProposedText) -> Iterable[Fault]:
    """Provisions that a proposal brings in one language and not in another."""
    brought = {language: _brought(weave) for language, weave in text.weaves.items()}
    first, *others = text.base.languages
    for language in others:
        for key in sorted(brought[first] ^ brought[language]):
            params = {"proposal": text.proposal.id, "lang": language, "first": first}
            yield Fault(
                "proposal_provisions_differ",
                column="operations",
                params=params | {"provision": key},
            )


def _brought(weave: Weave) -> set[str]:
    last = len(weave.numbers) - 1
    return {p.id for p in weave.provisions if int(weave.version_of[p.inserted]) == last}


def _fold(weave: Weave, proposal: Proposal, language: str) -> Weave:
    n = max(weave.numbers) + 1
    operations = tuple(replace(operation, n=n) for operation in proposal.operations[language])
    return fold_operations(weave, operations, [Version(n, proposal.id, None, {})])


def _named(fault: Fault, proposal: Proposal, language: str) -> Fault:
    more = {"proposal": proposal.id, "lang": language}
    return replace(fault, params={**fault.params, **more})
