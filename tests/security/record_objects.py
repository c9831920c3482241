"""A row of every kind in one house, with marks that must show up nowhere else."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from tests.record_people import House, Keepers, somebody
from tests.security.reply_objects import reply_addresses, speaks

from misaq.formats import parse_list
from misaq.record import make_identity, read_request, read_sealed, release_share
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.cases.opening import NewMention
from misaq.web.record.custodians.services import share_release, unseal_ask
from misaq.web.record.evidence.receiving import part_keep, upload_begin, upload_finish
from misaq.web.record.evidence.services import copy_make
from misaq.web.record.intake.imports import run_begin
from misaq.web.record.intake.services import draft_save
from misaq.web.record.models import (
    Case,
    CaseFollower,
    Export,
    LinkDecision,
    LinkProposal,
    SealedIdentity,
    SecondCoding,
)

MARKS = (
    "Markedsummaryword",
    "Markedname",
    "Markednarrative",
    "0399-4444444",
    "Markedfile",
    "Markedtestimony",
)

OF_A_CASE = (
    "record_case", "record_case_change", "record_review_case", "record_second_take", "record_settle",
    "record_confirm", "record_case_family", "record_family_invite", "record_erasure_ask",
    "record_erasure_approve", "record_erasure_refuse", "record_my_case", "record_my_consent",
    "record_my_erasure",
)  # fmt: skip

ASKER = Role.REVIEWER
"""Who has asked for a sealed record in these tests: the reviewer of the first house."""


@dataclass
class Objects:
    """The rows, and how each address names them."""

    case: Case
    house: House
    keepers: Keepers
    by_address: dict[str, dict[str, Any]] = field(default_factory=dict)

    def arguments(self, name: str) -> dict[str, Any]:
        """The arguments of an address, for the first house's rows."""
        return self.by_address.get(name, {})

    @staticmethod
    def absent(key: str, value: Any) -> Any:
        """The same kind of argument for a row that is not there."""
        if key == "which":
            return value
        if isinstance(value, UUID):
            return uuid4()
        if isinstance(value, int):
            return 987_654_321
        return "z" * len(str(value)) if key != "slug" else "no-such-house"

    def bind(self, role: Role, account: Account) -> None:
        """Tie somebody of the first house to the rows that are theirs by another way than membership."""
        if role == Role.FAMILY:
            CaseFollower.objects.create(case=self.case, account=account)
        if role == Role.AUTHORITY:
            speaks(account)
        if role == Role.CUSTODIAN:
            keeper = self.keepers.group.custodians.get(handle="keeper-0")
            keeper.account = account
            keeper.save()
        if role == ASKER:
            self._ask(account)
            self._code(account)
        if role == Role.DOCUMENTER:
            self._bring(account)

    def _bring(self, account: Account) -> None:
        """A draft and a list of somebody's own."""
        house = self.house
        draft = draft_save(
            house.organisation, {"summary": ["Markedsummaryword"]}, house.keys, by=account
        )
        table, _faults = parse_list(b"what,who\nKIL,Markedname\n", "a.csv")
        assert table is not None
        run = run_begin(house.organisation, table, (), house.keys, by=account)
        for name in ("record_draft", "record_draft_drop"):
            self.by_address[name] = {"draft_id": draft.pk}
        self.by_address["record_saved"] = {"ref": self.case.ref}
        for name in ("", "_columns", "_codes", "_go_on", "_drop", "_faults"):
            self.by_address["record_import" + name] = {"run_id": run.pk}

    def _code(self, account: Account) -> None:
        """A case that the reviewer codes a second time: it is nowhere else for them."""
        blind = self.house.open_case("Another person was taken.")
        SecondCoding.objects.create(case=blind, coder=account)
        for name in ("record_second_coding", "record_second_decline"):
            self.by_address[name] = {"ref": blind.ref}

    def _ask(self, account: Account) -> None:
        sealed = SealedIdentity.objects.get(case=self.case)
        asked = unseal_ask(
            sealed, by=account, reason="A test.", recipient=make_identity().recipient
        )
        for place in (1, 2, 3):
            release = release_share(
                read_sealed(sealed.document.encode()),
                read_request(asked.document.encode()),
                self.keepers.identities[place],
            )
            share_release(
                asked,
                self.keepers.group.custodians.get(handle=f"keeper-{place}"),
                release.document().decode(),
            )
        row = {"request_id": asked.pk}
        for name in ("record_kept", "record_release", "record_refuse", "record_unseal"):
            self.by_address[name] = row
        self.by_address["record_kept_file"] = row | {"which": "sealed"}
        self.by_address["record_unseal_file"] = row | {"which": "sealed"}
        export = Export.objects.create(
            organisation=self.house.organisation,
            asked_by=account,
            refs=[self.case.ref],
            profile="restricted",
            purpose="A test.",
            state="approved",
            approved_by=self.house.reviewer,
            also_approved_by=self.house.second,
        )
        for name in (
            "record_export",
            "record_export_approve",
            "record_export_refuse",
            "record_export_fetch",
        ):
            self.by_address[name] = {"export_id": export.pk}


def make_objects(house: House, keepers: Keepers) -> Objects:
    """The rows of a house and how each address names them."""
    case = house.open_case(
        "Markedsummaryword: a person was taken.",
        narrative="Markednarrative. Invented.",
        mentions=(
            NewMention("victim", {"name": "Markedname One", "phone": "0399-4444444"}),
            NewMention("relative", {"name": "Markedname Two"}),
            NewMention("witness", {"name": "Markedname Three"}),
        ),
    )
    objects = Objects(case, house, keepers)
    sealed = SealedIdentity.objects.get(case=case)
    first, second = case.mentions.exclude(sealed__isnull=False).order_by("role")
    pair = LinkProposal.objects.create(
        organisation=house.organisation,
        mention_a=first,
        mention_b=second,
        weight=0.8,
        band="clerical",
    )
    decided = LinkDecision.objects.create(
        organisation=house.organisation,
        mention_a=first,
        mention_b=second,
        kind="different",
        decided_by=house.second,
    )
    objects.by_address = {
        "record_let_in": {"slug": house.organisation.slug, "account_id": house.colleague.pk},
        "record_unseal_ask": {"sealed_id": sealed.pk},
        "record_reseal": {"sealed_id": sealed.pk},
        "record_pair": {"proposal_id": pair.pk},
        "record_pair_decide": {"proposal_id": pair.pk},
        "record_link_undo": {"decision_id": decided.pk},
        **reply_addresses(case, house, MARKS),
        "record_selected_do": {"deed": "propose"},
        "record_activity_case": {"ref": case.ref},
    }
    follower = CaseFollower.objects.create(case=case, account=somebody("relative", Role.FAMILY))
    objects.by_address |= {name: {"ref": case.ref} for name in OF_A_CASE}
    objects.by_address |= {
        "record_case_add": {"ref": case.ref, "what": "fate"},
        "record_review_step": {"ref": case.ref, "step": "peer"},
        "record_second_coding": {"ref": case.ref},
        "record_second_decline": {"ref": case.ref},
        "record_family_link": {"ref": case.ref, "follower_id": follower.pk},
        "record_family_end": {"ref": case.ref, "follower_id": follower.pk},
    }
    objects.by_address |= _evidence(case, house)
    return objects


def _evidence(case: Case, house: House) -> dict[str, dict[str, Any]]:
    """An item with its copy, an unfinished upload, and how their addresses name them."""
    told = b"Markedtestimony. Invented."
    uploads = [
        upload_begin(case, "Markedfile.txt", house.keys, declared="", size=len(told), by=house.documenter)
        for _upload in range(2)
    ]  # fmt: skip
    for upload in uploads:
        part_keep(upload, 0, told, house.keys)
    item = upload_finish(uploads[0], house.keys, by=house.documenter)
    copy_make(item, house.keys, by=house.documenter)
    acts = ("", "_make", "_redact", "_original", "_destroy")
    named: dict[str, dict[str, Any]] = {
        f"record_evidence{act}": {"item_id": item.pk} for act in acts
    }
    named["record_evidence_copy"] = {"item_id": item.pk, "which": "working"}
    for name in ("record_upload", "record_upload_finish", "record_upload_drop"):
        named[name] = {"upload_id": uploads[1].pk}
    for name in ("record_evidence_of", "record_evidence_add", "record_upload_begin"):
        named[name] = {"ref": case.ref}
    return named
