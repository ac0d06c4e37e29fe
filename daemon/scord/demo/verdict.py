"""Whether the demo went as it should: each thing that did not, as a sentence in French. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scord.demo.outcome import FILED
from scord.demo.words import FRENCH, KINDS, shown
from scord.words.speech import look_up
from scord_shared.place_words import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scord.demo.outcome import Fate
    from scord.demo.samples import Sample


def agrees(sample: Sample, fate: Fate) -> bool:
    """Whether a sample ended as it should: filed by the machine, on the very invoices it proves."""
    by_machine = {one.invoice.ref for one in fate.filed if one.origin != "person"}
    wanted = set(sample.invoices) if sample.expect in FILED.values() else set()
    return fate.kind == sample.expect and by_machine == wanted


def file_faults(samples: Iterable[Sample], fates: Iterable[Fate]) -> Iterator[str]:
    """Files without exactly one known outcome, and samples with another than they should have."""
    expected = {sample.name: sample for sample in samples}
    for fate in fates:
        sample = expected.pop(fate.name, None)
        got = f"{shown(fate.name)} : {KINDS[fate.kind]}"
        if sample and fate.kind != sample.expect:
            yield f"{got}, et non {KINDS[sample.expect]}"
        elif sample and not agrees(sample, fate):
            yield f"{got}, mais pas sur ses factures"
        elif not fate.accounted:
            yield got
    for name in expected:
        yield f"{shown(name)} : jamais déposé"


def lot_faults(sent: Iterable[str], received: Iterable[str]) -> Iterator[str]:
    """Lots, by message id, that the caisse did not receive exactly once, or that nobody sent."""
    times, known = Counter(received), set(sent)
    for lot in sorted(known | times.keys()):
        if lot not in known:
            yield f"lot {lot} : reçu par la caisse, mais inconnu ici"
        elif times[lot] != 1:
            yield f"lot {lot} : reçu {times[lot]} fois par la caisse"


def stage_faults(stages: Iterable[str]) -> Iterator[str]:
    """Stages of the service that failed, be it only once."""
    for stage in sorted(set(stages)):
        yield f"étape en échec : {look_up(STAGES, stage, FRENCH)}"
