"""How the shares of groups are spoken of where some of them stand apart."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """How a share is spoken of: what it is of, and what the groups are called that stand apart.

    ``names_lowest`` says which side a title names: the lowest of shares in time,
    the highest of shares turned away. ``first`` is that side's word, ``second``
    the other's; of a measure that nothing judges they judge nothing.
    """

    share: str
    gap: str
    first: str
    second: str
    names_lowest: bool

    @property
    def below(self) -> str:
        return self.first if self.names_lowest else self.second

    @property
    def above(self) -> str:
        return self.second if self.names_lowest else self.first

    def named(self, rows: list[dict]) -> dict:
        """Of some rows the one that a title names."""
        return (min if self.names_lowest else max)(rows, key=lambda row: row["value"])


IN_TIME = Share("in time", "points fewer in time", "worse", "better", names_lowest=True)
# Nothing says how many referrals it is right to turn away.
TURNED_AWAY = Share("rejected", "points more rejected", "higher", "lower", names_lowest=False)
