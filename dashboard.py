"""The dashboard: open the warehouse, settle who is reading, and show the page asked for."""

import gc

import streamlit as st

from sendmetrics.errors import SendMetricsError
from sendmetrics.pages import shell

# Drawn here: a named icon would be fetched from its makers by every reader's browser.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#12436D"/>'
    '<path d="M7 24V16M13 24V11M19 24v-6M25 24V8" stroke="#fff" stroke-width="3.5" stroke-linecap="round"/></svg>'
)

st.set_page_config(page_title="sendmetrics", page_icon=ICON, layout="wide")


@st.cache_resource
def settle_memory() -> None:
    """What is loaded once is never garbage: without this every collection walks all of it again."""
    gc.collect()
    gc.freeze()


try:
    shell.run()
except SendMetricsError as error:
    st.error(str(error), icon=":material/error:")
settle_memory()
