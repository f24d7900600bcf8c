"""How to replace the sample with real stations, in four steps."""

import streamlit as st

from stationmap.web import data_help_html, shell

if __name__ == "__main__":
    shell.back_link()
    st.html(data_help_html.steps(shell.language()))
