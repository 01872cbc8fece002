"""What stands in the place of a panel that a reader or an analyst has to do something for first."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from sendmetrics.errors import SendMetricsError


@contextmanager
def said_in_place() -> Iterator[None]:
    """Draw what is within; what can be acted on is said there, and the rest of the page is drawn.

    A panel whose own controls run it alone is out of reach of dashboard.py.
    """
    try:
        yield
    except SendMetricsError as error:
        st.error(str(error), icon=":material/error:")
