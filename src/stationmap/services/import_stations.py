"""Import of a file in three steps: look at it, plan what it would do, do it in one batch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from stationmap.files.read_rows import read_rows
from stationmap.services.authority import now_utc
from stationmap.services.import_datum import datum_evidence
from stationmap.services.import_examined import Answers, Examined, examined, mapped
from stationmap.services.import_matching import Existing
from stationmap.services.import_planning import Circumstances, plan_rows
from stationmap.services.import_writing import Writing
from stationmap.stations.station import SAMPLE_SOURCE
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.change import Action, Change
from stationmap.upkeep.import_plan import Accepted, Imported, ImportPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from stationmap.errors import Fault
    from stationmap.files.preview import Preview
    from stationmap.files.read_rows import ReadRow
    from stationmap.geo.datum import Datum
    from stationmap.services.authority import Authority
    from stationmap.services.import_writing import Progress
    from stationmap.store.protocol import Store
    from stationmap.upkeep.account import Account, Actor
    from stationmap.upkeep.area import Areas
    from stationmap.upkeep.change import Batch, Kept


SHOWN_BATCHES = 10
NOTHING_SAID = Answers()
EVERYTHING = Accepted()


class ImportStations:
    """Takes files of stations into the store, with every fault said before."""

    def __init__(
        self,
        store: Store,
        authority: Authority,
        areas: Areas,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._store = store
        self._authority = authority
        self._areas = areas
        self._clock = clock

    def examine(self, content: bytes, file_name: str, answers: Answers = NOTHING_SAID) -> Examined:
        """Look at a file: what it is, what its columns probably mean, which datum is likely."""
        return examined(content, file_name, answers, self._areas.districts)

    def weighed(self, file: Examined, answers: Answers) -> Examined:
        """Weigh the evidence for a datum again, with what a person said of the columns."""
        evidence = datum_evidence(file.seen, file.guesses, answers.mapping, self._areas.districts)
        return replace(file, evidence=evidence)

    def batches(self, limit: int = SHOWN_BATCHES) -> list[Batch]:
        """Return earlier imports, the newest first."""
        return self._store.batches(limit)

    def plan(
        self, actor: Actor, file: Examined, *, datum: Datum, answers: Answers = NOTHING_SAID
    ) -> ImportPlan:
        """Say what a file would do to the list as it is now, and write nothing.

        Parameters
        ----------
        datum
            What the file's positions are in, as a person said.

        Raises
        ------
        NotSignedInError, NotAllowedError
            If the actor may not change stations at all.
        """
        account = self._authority.require_editor(actor)
        targets, columns, file_faults = mapped(file, datum, answers.mapping)
        refused = ImportPlan(file_name=file.file_name, file_faults=tuple(file_faults))
        if not (file.seen.is_readable and refused.is_possible):
            return refused
        rows, faults = read_rows(file.seen, columns, targets)
        faults += [fault for fault in file.seen.faults if fault.number is not None]
        kept = self._store.find(StationQuery(with_removed=True))
        samples = self._samples(kept, account) if _sample_goes(answers, rows, kept) else ()
        circumstances = Circumstances(
            existing=Existing(kept, ignored=frozenset(one.station.id for one in samples)),
            areas=self._areas,
            area=account.area,
            datum=datum,
            empty=answers.empty or file.default_for_empty,
        )
        plan = plan_rows(rows, faults, circumstances)
        all_file_faults = (*file_faults, *plan.file_faults, *_unblamed(file.seen, plan))
        return replace(plan, file_name=file.file_name, file_faults=all_file_faults, samples=samples)

    def apply(
        self,
        actor: Actor,
        plan: ImportPlan,
        accepted: Accepted = EVERYTHING,
        *,
        on_progress: Progress = lambda _done, _total: None,
    ) -> Imported:
        """Do what was planned, in one batch: all of it or, if anything prevents that, nothing.

        Parameters
        ----------
        accepted
            By default all but the candidates.
        on_progress
            Called with how many stations are written and how many there are.

        Raises
        ------
        ImportOutdatedError
            If a station was changed since the dry run; it names all of them. Plan again.
        OutsideAreaError
            If a station lies outside the account's area, before or after.
        NotSignedInError, NotAllowedError
            If the actor may not change stations at all.
        """
        added, changed = plan.rows_of(accepted)
        leaving = plan.leaving(accepted)
        writing = Writing((*added, *changed), leaving)
        numbers = {row.number for row in writing.rows}
        skipped = sum(candidate.number not in numbers for candidate in plan.candidates)
        with self._store.transaction():
            account = self._authority.require_editor(actor, *writing.touched())
            if not writing:
                return Imported(batch=None, skipped=skipped)
            writing.refuse_if_outdated(self._store)
            change = Change(
                action=Action.IMPORTED,
                who=account.login,
                at=self._clock(),
                why=accepted.why or plan.file_name,
                batch=uuid4().hex,
            )
            writing.write(self._store, change, on_progress)
        return Imported(
            batch=change.batch,
            added=len(added),
            changed=len(changed),
            removed=len(leaving),
            skipped=skipped,
        )

    def _samples(self, kept: Sequence[Kept], account: Account) -> tuple[Kept, ...]:
        """Return the invented stations in the account's area."""
        listed = [one for one in kept if not one.removed and one.station.is_sample]
        codes = self._areas.codes_of([one.station for one in listed])
        return tuple(
            one
            for one, code in zip(listed, codes, strict=True)
            if self._areas.within(account.area, code)
        )


def _sample_goes(answers: Answers, rows: Sequence[ReadRow], kept: Sequence[Kept]) -> bool:
    """Say whether the invented stations leave the list."""
    if answers.replace_sample is not None:
        return answers.replace_sample
    sources = {row.record.properties.get("source") for row in rows}
    return SAMPLE_SOURCE not in sources and _are_all_samples(kept)


def _are_all_samples(kept: Sequence[Kept]) -> bool:
    listed = [one for one in kept if not one.removed]
    return bool(listed) and all(one.station.is_sample for one in listed)


def _unblamed(seen: Preview, plan: ImportPlan) -> Iterator[Fault]:
    """Return what JSON may not hold, if no row turned out to be to blame for it."""
    if seen.refused is not None and not plan.faulty:
        yield seen.refused
