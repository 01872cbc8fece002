"""Services as a warehouse has them: ours, with the standards an authority has set, and those it has added."""

from dataclasses import dataclass

from sendmetrics.contracts.reference import OTHER_SERVICE, code_labels, read_reference, service_labels
from sendmetrics.errors import SendMetricsError
from sendmetrics.metrics.definition import Metric
from sendmetrics.metrics.question import Question, Reader
from sendmetrics.warehouse.opened import Warehouse
from sendmetrics.words import say_list

# Whose a standard is, where that is not said by its source alone.
OWN = "own"
WHOSE = {"C2": " (from a secondary source)", OWN: " (set by the authority)"}


@dataclass(frozen=True)
class Service:
    """A service and its standard: ``share_wanted`` per cent of children are to be seen within ``standard_days``.

    ``certainty`` is C, C2 or P as in data/reference, and ``own`` where the
    authority has set the standard in its services.toml. ``share_standard`` is
    empty where the share has the same source as the days.
    """

    code: str
    label: str
    sector: str
    standard_days: int
    standard: str
    certainty: str
    share_wanted: int
    share_standard: str = ""

    @property
    def source(self) -> str:
        """Where days and share come from, in words for a page: whose standard it is, and what is assumed."""
        says = f"{self.standard}{WHOSE.get(self.certainty, '')}"
        return f"{says}. {self.share_standard}" if self.share_standard else says


def read_services(warehouse: Warehouse) -> dict[str, Service]:
    """Every service by its code: ours in their order, then those added by label, then what is none of them."""
    services = [Service(*row[:-1], row[-1] or "") for row in warehouse.services]
    ours = [code for code in code_labels("service") if code != OTHER_SERVICE]

    def place(service: Service) -> tuple[int, int, str, str]:
        is_ours = service.code in ours
        place_of_ours = ours.index(service.code) if is_ours else len(ours)
        return (service.code == OTHER_SERVICE, place_of_ours, service.label.casefold(), service.code)

    return {service.code: service for service in sorted(services, key=place)}


def list_our_services() -> dict[str, Service]:
    """Our own as data/reference has them, where there is no warehouse to ask."""
    return {
        row["service"]: Service(
            row["service"],
            row["label"],
            row["sector"],
            int(row["standard_days"]),
            row["standard"],
            row["certainty"],
            int(row["share_wanted"]),
            row["share_standard"],
        )
        for row in read_reference("services")
    }


def read_labels(warehouse: Warehouse, codes: str) -> dict[str, str]:
    """Code to label of a list in its order; of services as this warehouse has them."""
    labels = code_labels(codes)
    if codes != "service":
        return labels
    return service_labels({code: each.label for code, each in read_services(warehouse).items() if code not in labels})


def read_own_standards(warehouse: Warehouse, metric: Metric, question: Question, reader: Reader) -> tuple[Service, ...]:
    """Services in view whose standard the authority has set, for a measure that holds children to one."""
    if "services" not in metric.sources:
        return ()
    wanted = [codes for name, codes in question.where if name == "service"]
    wanted += [codes for kind, codes in reader.extent if kind == "services"]
    own = (each for each in read_services(warehouse).values() if each.certainty == OWN)
    return tuple(each for each in own if all(each.code in codes for codes in wanted))


def refuse_unknown_services(warehouse: Warehouse, reader: Reader) -> None:
    """Raise SendMetricsError where the reader's extent names a service that this warehouse does not know.

    Settings cannot tell: an authority adds services of its own.
    """
    known = read_labels(warehouse, "service")
    strange = [code for code in dict(reader.extent).get("services", ()) if code not in known]
    if strange:
        raise SendMetricsError(
            f"The extent names services that are in no list: {', '.join(strange)}. There are: {say_list(known)}."
        )
