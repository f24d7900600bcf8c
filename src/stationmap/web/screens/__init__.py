"""The pages, each a script that Streamlit runs from top to bottom.

The folder must not be called `pages`: beside main.py Streamlit would serve its files as they are,
without the shell, until the first visit that runs main.py.
"""
