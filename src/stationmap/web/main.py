"""What Streamlit runs for each visit: the page's setup, the shell around it, and the page."""

import streamlit as st

from stationmap.web import shell, staff_bar

st.set_page_config(**shell.page_config())
page = st.navigation(shell.pages(), position="hidden")
shell.draw()
staff_bar.draw()
page.run()
staff_bar.draw_foot()
