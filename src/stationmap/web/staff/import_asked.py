"""The first step of an import: a file, what was understood of it, and what a person says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.files.content import MAX_BYTES
from stationmap.files.preview import ENCODINGS
from stationmap.geo.datum import Datum
from stationmap.labels import Language, text
from stationmap.services.import_examined import Answers, Examined
from stationmap.services.import_words import evidence_lines
from stationmap.upkeep.import_plan import EmptyCells
from stationmap.web.staff import import_columns, import_html
from stationmap.web.wiring import office, services

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

SUFFIXES = ("csv", "tsv", "txt", "xlsx", "geojson", "json")
ROUND, SEEN = "import:round", "import:seen"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A file, and everything that a dry run of it needs to be told.

    Attributes
    ----------
    key
        Tells this file from the others of the visit.
    """

    key: str
    file: Examined
    datum: Datum
    answers: Answers

    @property
    def fingerprint(self) -> tuple[object, ...]:
        """What a dry run depends on; another one is needed when it changes."""
        said = self.answers
        mapping = tuple(sorted(said.mapping.items()))
        chosen = (said.encoding, said.sheet, said.empty, said.replace_sample)
        return (self.key, self.datum, mapping, *chosen)


def draw(language: Language) -> Asked | None:
    """Ask for a file and what it does not say by itself; None until the needful is said."""
    st.html(import_html.uploader_style(language))
    upload = st.file_uploader(
        text("import.file", language),
        type=list(SUFFIXES),
        key=f"import:file:{st.session_state.get(ROUND, 0)}",
        max_upload_size=MAX_BYTES // MEGABYTE,
    )
    if upload is None:
        return None
    st.html(import_html.section(text("import.understood", language)))
    file, reading = _examined(upload, language)
    if not file.seen.is_readable:
        st.html(import_html.faults(file.seen.faults, language))
        return None
    st.html(import_html.understood(file, language))
    mapping = import_columns.draw(file, upload.file_id, language)
    answers = Answers(
        encoding=reading.encoding,
        sheet=reading.sheet,
        mapping=mapping,
        empty=_empty(file, upload.file_id, language),
        replace_sample=_replace_sample(language),
    )
    datum = _datum(office().imports.weighed(file, answers), upload.file_id, language)
    if datum is None:
        return None
    return Asked(key=upload.file_id, file=file, datum=datum, answers=answers)


def next_round() -> None:
    """Put an empty chooser of files in the place of this one."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state.pop(SEEN, None)


def _examined(upload: UploadedFile, language: Language) -> tuple[Examined, Answers]:
    """Look at the file, and let its encoding and its sheet be chosen."""
    first = _seen(upload, Answers())
    reading = Answers(
        encoding=_encoding(first, upload.file_id, language),
        sheet=_sheet(first, upload.file_id, language),
    )
    return _seen(upload, reading), reading


def _seen(upload: UploadedFile, reading: Answers) -> Examined:
    """Look at the file once for each way of reading it."""
    known: dict[tuple[object, ...], Examined] = st.session_state.setdefault(SEEN, {})
    key = (upload.file_id, reading.encoding, reading.sheet)
    if key not in known:
        for other in [one for one in known if one[0] != upload.file_id]:
            del known[other]
        known[key] = office().imports.examine(upload.getvalue(), upload.name, reading)
    return known[key]


def _encoding(file: Examined, key: str, language: Language) -> str | None:
    found = file.seen.encoding
    if found is None:
        return None
    choices = list(dict.fromkeys((found, *ENCODINGS)))
    chosen = st.selectbox(
        text("import.encoding", language),
        choices,
        key=f"import:encoding:{key}",
        help=text("import.encoding_hint", language),
    )
    return None if chosen == found else chosen


def _sheet(file: Examined, key: str, language: Language) -> str | None:
    sheets, read = file.seen.sheets, file.seen.sheet
    if len(sheets) <= 1 or read is None:
        return None
    chosen: str = st.selectbox(
        text("import.sheet", language),
        sheets,
        index=sheets.index(read),
        key=f"import:sheet:{key}",
    )
    return None if chosen == read else chosen


def _empty(file: Examined, key: str, language: Language) -> EmptyCells:
    chosen: EmptyCells = st.segmented_control(
        text("import.empty", language),
        list(EmptyCells),
        default=file.default_for_empty,
        required=True,
        format_func=lambda empty: text(f"import_empty.{empty}", language),
        key=f"import:empty:{key}",
    )
    return chosen


def _replace_sample(language: Language) -> bool | None:
    if not services().has_samples:
        return None
    names = {None: "default", True: "yes", False: "no"}
    chosen: bool | None = st.selectbox(
        text("import.sample_label", language),
        list(names),
        format_func=lambda choice: text(f"import.replace_sample_{names[choice]}", language),
        key="import:replace_sample",
    )
    return chosen


def _datum(file: Examined, key: str, language: Language) -> Datum | None:
    """Ask for the datum, with what speaks for each; only our own exports need no asking."""
    st.html(import_html.evidence(file, evidence_lines(file, language), language))
    chosen: Datum | None = st.segmented_control(
        text("import.datum", language),
        list(Datum),
        default=Datum.WGS84 if file.is_own_export else None,
        format_func=lambda datum: text(f"datum.{datum}", language),
        key=f"import:datum:{key}",
    )
    return chosen
