"""The demand and the areas that planners choose from: what comes along, and what they bring."""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import cached_property, lru_cache
from threading import RLock
from typing import TYPE_CHECKING

from stationmap.errors import AreaFileError, DemandError, PlanError
from stationmap.files.areas import DISTRICTS, STREETS, district_areas, street_areas
from stationmap.files.demand import CENSUS, read_census
from stationmap.services.authority import now_utc
from stationmap.services.plan import library_heads as heads
from stationmap.services.plan.bodies import areas_body, areas_of, surface_body, surface_of
from stationmap.services.plan.names import required_name, required_origin
from stationmap.store.plan_protocol import Upload, UploadKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from stationmap.coverage.areas import AreaSet
    from stationmap.coverage.demand import DemandSurface
    from stationmap.services.authority import Authority
    from stationmap.store.protocol import Store
    from stationmap.upkeep.account import Actor
    from stationmap.upkeep.area import Areas

MOST_BYTES = 64 * 2**20
"""Of one upload as it is kept: 2.79 million points of 24 bytes each."""

MOST_UPLOADS = 200
"""Of all planners together: each backup copies them all."""

AT_HAND = 8
"""Surfaces, and sets of areas, that are not read from the store again."""


class Library:
    """Surfaces and areas by id; threads may share it. Planners and admins add and remove."""

    def __init__(  # noqa: PLR0913 - each is a fact of its own
        self,
        store: Store,
        authority: Authority,
        areas: Areas,
        demand: Path,
        *,
        clock: Callable[[], datetime] = now_utc,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._store = store
        self._authority = authority
        self._areas = areas
        self._demand = demand
        self._clock = clock
        self._most_bytes = most_bytes
        self._reading = RLock()
        self._read_surface = lru_cache(AT_HAND)(self._surface_of)
        self._read_areas = lru_cache(AT_HAND)(self._areas_of)

    def surfaces(self) -> list[heads.SurfaceHead]:
        """Return what there is of demand: the census, then what was brought, the oldest first."""
        census = heads.of_surface(CENSUS, self._census)
        return [census, *map(heads.of_demand_upload, self._uploads(UploadKind.DEMAND))]

    def area_sets(self) -> list[heads.AreaSetHead]:
        """Return what there is of areas: districts, streets if drawn, then what was brought."""
        built_in = [heads.of_areas(one, areas) for one, areas in self._built_in.items()]
        return [*built_in, *map(heads.of_areas_upload, self._uploads(UploadKind.AREAS))]

    def surface(self, surface_id: str) -> DemandSurface:
        """Return a surface.

        Raises
        ------
        DemandError
            If there is none of this id, or it is damaged.
        SettingsError
            If it is the census, and the file cannot be used.
        """
        if surface_id == CENSUS:
            return self._census
        upload = self._upload(surface_id, UploadKind.DEMAND)
        if upload is None:
            raise DemandError("surface_unknown")
        with self._reading:
            return self._read_surface(upload)

    def area_set(self, areas_id: str) -> AreaSet:
        """Return areas.

        Raises
        ------
        AreaFileError
            If there are none of this id, or they are damaged.
        """
        if areas_id in self._built_in:
            return self._built_in[areas_id]
        upload = self._upload(areas_id, UploadKind.AREAS)
        if upload is None:
            raise AreaFileError("areas_unknown")
        with self._reading:
            return self._read_areas(upload)

    def keep_surface(self, actor: Actor, surface: DemandSurface) -> str:
        """Keep a surface for all planners, and return its id.

        Raises
        ------
        NotSignedInError, NotAllowedError
            If the actor is neither planner nor admin.
        PlanError
            If it is too large or there are too many, or if its name cannot be or is taken.
        """
        self._authority.require_planner(actor)  # before it is packed; asked again when it is kept
        upload = Upload(
            id=secrets.token_hex(8),
            kind=UploadKind.DEMAND,
            name=required_name(surface.name),
            owner="",
            created_at=self._clock(),
            source=required_origin(surface.source),
            as_of=required_origin(surface.as_of),
            points=len(surface),
            total=surface.total,
        )
        return self._keep(actor, upload, surface_body(surface))

    def keep_areas(self, actor: Actor, areas: AreaSet) -> str:
        """Keep areas for all planners, and return their id; it raises as `keep_surface` does."""
        self._authority.require_planner(actor)
        upload = Upload(
            id=secrets.token_hex(8),
            kind=UploadKind.AREAS,
            name=required_name(areas.name),
            owner="",
            created_at=self._clock(),
            points=len(areas.codes),
        )
        return self._keep(actor, upload, areas_body(areas))

    def remove(self, actor: Actor, upload_id: str) -> None:
        """Remove what a planner brought, for all of them.

        Raises
        ------
        NotSignedInError, NotAllowedError
            If the actor is neither planner nor admin.
        PlanError
            If it is not there.
        """
        with self._store.transaction():
            self._authority.require_planner(actor)
            if not self._store.plans.remove_upload(upload_id):
                raise PlanError("upload_unknown")

    @cached_property
    def _census(self) -> DemandSurface:
        return read_census(self._demand)

    @cached_property
    def _built_in(self) -> Mapping[str, AreaSet]:
        streets = street_areas(self._areas.streets)
        built_in = {DISTRICTS: district_areas(self._areas.districts)}
        return built_in if streets is None else {**built_in, STREETS: streets}

    def _uploads(self, kind: UploadKind) -> list[Upload]:
        return [upload for upload in self._store.plans.uploads() if upload.kind is kind]

    def _upload(self, upload_id: str, kind: UploadKind) -> Upload | None:
        upload = self._store.plans.upload(upload_id)
        return upload if upload is not None and upload.kind is kind else None

    def _keep(self, actor: Actor, upload: Upload, body: bytes) -> str:
        if len(body) > self._most_bytes:
            megabytes, most = -(-len(body) // 2**20), self._most_bytes // 2**20
            raise PlanError("upload_too_large", megabytes=megabytes, most=most)
        plans = self._store.plans
        with self._store.transaction():
            account = self._authority.require_planner(actor)
            there = plans.uploads()
            if len(there) >= MOST_UPLOADS:
                raise PlanError("upload_too_many", most=MOST_UPLOADS)
            if any((one.kind, one.name) == (upload.kind, upload.name) for one in there):
                raise PlanError("name_taken", name=upload.name)
            plans.keep_upload(replace(upload, owner=account.login), body)
        return upload.id

    def _surface_of(self, upload: Upload) -> DemandSurface:
        return surface_of(self._store.plans.upload_body(upload.id) or b"", upload)

    def _areas_of(self, upload: Upload) -> AreaSet:
        return areas_of(self._store.plans.upload_body(upload.id) or b"", upload)
