"""`/m`: the light page for a first visit on a cheap phone, without Streamlit."""
