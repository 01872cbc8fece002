"""The one error a person sees: what is wrong, where, and what to do, without a traceback."""


class SendMetricsError(Exception):
    """A problem a reader or an analyst can act on.

    The message is shown as it is, so it names the file, setting or value at
    fault and says what to do about it. It never quotes a name, an identifier,
    a birth date or free text.
    """


class OutdatedError(SendMetricsError):
    """A warehouse whose tables were built by another version and mean something else."""


class RefusedError(SendMetricsError):
    """A question this reader may not ask, or that the measure cannot answer."""
