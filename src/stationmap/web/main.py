"""What Streamlit runs for each visit: the page's setup, the shell around it, and the page."""

import streamlit as st

from stationmap.web import shell, staff_bar

page = st.navigation(shell.pages(), position="hidden")
name = shell.name_of(page)
st.set_page_config(**shell.page_config(name))
shell.draw(name)
staff_bar.draw()
page.run()
staff_bar.draw_foot()
