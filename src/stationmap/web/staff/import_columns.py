"""What each column of a file is taken for: the guess, and a choice for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.files.column_guess import KEEP_ASIDE, LEAVE_OUT, TARGETS, Confidence
from stationmap.files.headers import FACILITY_PREFIX
from stationmap.files.preview import FEATURE_TITLES, FileKind
from stationmap.labels import Language, text
from stationmap.services.import_words import field_label
from stationmap.web.staff import import_html

if TYPE_CHECKING:
    from stationmap.files.column_guess import ColumnGuess
    from stationmap.services.import_examined import Examined

OWN_NAMES = {
    KEEP_ASIDE: "import_target.keep_aside",
    LEAVE_OUT: "import_target.leave_out",
    "facilities": "import_target.facilities",
}
"""What a column can be taken for beside the fields of a station, or otherwise than they."""

SHOWN = 80
"""Columns with a choice of their own; a list of stations has some 30."""


def draw(file: Examined, key: str, language: Language) -> dict[int, str]:
    """Draw a choice for each column, and return those that a person changed, by index."""
    st.html(import_html.columns_head(language))
    first = len(FEATURE_TITLES) if file.seen.kind is FileKind.GEOJSON else 0
    asked = file.guesses[first : first + SHOWN]
    changed = {}
    with st.container(key="import-columns", horizontal=True):
        for guess in asked:
            chosen = st.selectbox(
                _label(guess, language),
                TARGETS,
                index=TARGETS.index(guess.target),
                format_func=lambda target: target_name(target, language),
                key=f"import:column:{key}:{guess.index}",
                help=_samples(guess, language),
            )
            if chosen != guess.target:
                changed[guess.index] = chosen
    left = len(file.guesses) - first - len(asked)
    if left:
        st.html(import_html.small(text("import.more_columns", language, count=left)))
    return changed


def target_name(target: str, language: Language) -> str:
    """Name what a column can be taken for."""
    if target.startswith(FACILITY_PREFIX):
        facility = text(f"facility.{target.removeprefix(FACILITY_PREFIX)}", language)
        return text("import_target.facility", language, facility=facility)
    own = OWN_NAMES.get(target)
    return field_label(target, language) if own is None else text(own, language)


def _label(guess: ColumnGuess, language: Language) -> str:
    """Name the column; Streamlit reads labels as Markdown, which a title must not be."""
    title = guess.title.strip() or text("import.nameless", language, number=guess.index + 1)
    if guess.confidence is Confidence.LIKELY:
        title = text("import.guessed", language, title=title)
    return import_html.not_markdown(title)


def _samples(guess: ColumnGuess, language: Language) -> str | None:
    if not guess.samples:
        return None
    samples = import_html.not_markdown(" | ".join(guess.samples))
    return text("import.such_as", language, samples=samples)
