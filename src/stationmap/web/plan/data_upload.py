"""The form that takes a file of demand or of areas."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.coverage.problem_text import problem_text
from stationmap.errors import NotAllowedError, NotSignedInError, PlanError
from stationmap.files.areas import read_areas
from stationmap.files.content import MAX_BYTES
from stationmap.files.demand import DEMAND_SUFFIXES, read_demand
from stationmap.files.read import GEOJSON_SUFFIXES
from stationmap.geo.datum import Datum
from stationmap.labels import Language, text
from stationmap.web import visit
from stationmap.web.markup import element
from stationmap.web.staff import import_html
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

MEGABYTE = 1024 * 1024
ROUND = "plan:upload_round"
LONGEST_NAME = 60


class Kind(StrEnum):
    """What a file holds; the labels are `plan_data.kind_<value>`."""

    DEMAND = "demand"
    AREAS = "areas"


SUFFIXES = {Kind.DEMAND: DEMAND_SUFFIXES, Kind.AREAS: GEOJSON_SUFFIXES}


def draw_upload(language: Language) -> tuple[Kind, str, str] | None:
    """Draw the form; return what was kept just now: its kind, its id and its name."""
    st.html(element("h2", text("plan_data.add", language), class_="section"))
    kind: Kind = st.segmented_control(
        text("plan_data.kind", language),
        list(Kind),
        default=Kind.DEMAND,
        required=True,
        format_func=lambda kind: text(f"plan_data.kind_{kind}", language),
        key="plan:upload_kind",
    )
    st.html(import_html.small(text(f"plan_data.how_{kind}", language)))
    st.html(import_html.uploader_style(language))
    this_round = st.session_state.get(ROUND, 0)
    upload = st.file_uploader(
        text("plan_data.file", language),
        type=[suffix.removeprefix(".") for suffix in SUFFIXES[kind]],
        key=f"plan:file:{kind}:{this_round}",
        max_upload_size=MAX_BYTES // MEGABYTE,
    )
    if upload is None:
        return None
    with st.container(key="plan-upload-fields"):
        name = _line("name", upload, language, value=_stem(upload.name))
        column = _line("column", upload, language)
        source = as_of = ""
        if kind is Kind.DEMAND:
            source = _line("source", upload, language)
            as_of = _line("as_of", upload, language)
    datum = st.segmented_control(
        text("import.datum", language),
        list(Datum),
        default=Datum.WGS84,
        required=True,
        format_func=lambda datum: text(f"datum.{datum}", language),
        key=f"plan:upload_datum:{upload.file_id}",
        help=text("plan_data.datum_hint", language),
    )
    if not st.button(text("plan_data.keep", language), key="plan:upload_keep", type="primary"):
        return None
    try:
        own_id = _keep(kind, upload, (name, column, source, as_of), Datum(datum))
    except PlanError as error:
        st.html(import_html.problem(problem_text(error, language)))
    except NotSignedInError:
        st.html(import_html.problem(text("work.session_ended", language)))
    except NotAllowedError:
        st.html(import_html.problem(text("plan_data.read_only", language)))
    else:
        st.session_state[ROUND] = this_round + 1
        return kind, own_id, name
    return None


def _keep(kind: Kind, upload: UploadedFile, said: tuple[str, str, str, str], datum: Datum) -> str:
    name, column, source, as_of = (words.strip() for words in said)
    content, actor = upload.getvalue(), visit.actor()
    if kind is Kind.AREAS:
        areas = read_areas(content, upload.name, name=name, datum=datum, name_column=column or None)
        return office().library.keep_areas(actor, areas)
    surface = read_demand(
        content, upload.name, name=name, datum=datum, weight_column=column or None
    )
    told = replace(surface, source=source or surface.source, as_of=as_of)
    return office().library.keep_surface(actor, told)


def _line(field: str, upload: UploadedFile, language: Language, *, value: str = "") -> str:
    said: str = st.text_input(
        text(f"plan_data.field_{field}", language),
        value=value,
        key=f"plan:upload_{field}:{upload.file_id}",
        placeholder=text(f"plan_data.hint_{field}", language),
        max_chars=LONGEST_NAME if field == "name" else None,
    )
    return said


def _stem(file_name: str) -> str:
    return file_name.rpartition(".")[0][:LONGEST_NAME]
