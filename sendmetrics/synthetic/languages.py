"""First languages of the made-up children, from a stream of chance of its own."""

import numpy

from sendmetrics.synthetic.chance import own_chance
from sendmetrics.synthetic.people import People

# As schools give them: by DfE's main codes, and by those of its longer list.
OTHER_LANGUAGES = ("OTH", "URD", "POL", "OTB")
OTHER_LANGUAGE_SHARES = (0.5, 0.25, 0.2, 0.05)
# Of White British children and of all others: together one child in six.
SHARE_OTHER_LANGUAGE = (0.02, 0.45)
SHARE_NOT_KNOWN = 0.01
STREAM = int.from_bytes(b"language")


def make_languages(people: People, seed: int) -> numpy.ndarray:
    """Each child's first language by its code, the same at every census."""
    rng = own_chance(seed, STREAM)
    white_british, others = SHARE_OTHER_LANGUAGE
    share = numpy.where(people.ethnicity == "WBRI", white_british, others)
    other = rng.choice(OTHER_LANGUAGES, len(people), p=OTHER_LANGUAGE_SHARES)
    language = numpy.where(rng.random(len(people)) < share, other, "ENG")
    return numpy.where(rng.random(len(people)) < SHARE_NOT_KNOWN, "NOT", language)
