"""Pages of the dashboard: the only modules, dashboard.py aside, that know Streamlit."""
