"""The pages that people touch: Streamlit, and the server that carries it."""
