"""The entry for Streamlit and other servers: `streamlit run app.py`, or `uvicorn app:app`.

It is the very app that `stationmap serve` carries: the pages start in stationmap/web/main.py.
"""

from streamlit.starlette import App

from stationmap.web.server import HANDLERS, PAGES, explain_failure, lifespan, middleware, routes

# `streamlit run` looks for this call in the source, so it stands here in full.
app = App(
    PAGES,
    routes=routes(),
    middleware=middleware(),
    lifespan=lifespan,
    on_script_error=explain_failure,
    exception_handlers=HANDLERS,
)
