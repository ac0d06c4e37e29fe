"""The ways by which documents come onto invoices, and how often each was right, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.words.grounds import RULES
from scord.words.speech import Words, put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.actions.filing_report import FilingReport

WAYS: dict[str, Words] = {
    "slip": ("page de garde", "cover slip"),
    "form": ("feuille de soins de Scord", "care sheet made by Scord"),
    "armed": ("scanner pour cette facture", "scan for this invoice"),
    "file-name": ("nom du fichier", "file name"),
    "series": ("même ordonnance", "same prescription"),
    "follow": ("suit la facture corrigée", "follows the corrected invoice"),
    "person": ("par une personne", "by a person"),
}
_TEXT: Words = ("texte : {rule}", "text: {rule}")
_HEAD: Words = (
    "classés  confirmés  corrigés  voie",
    "   filed  confirmed  corrected  way",
)
_NOTHING: Words = ("Rien n'a encore été classé par Scord.", "Scord has filed nothing yet.")
_BY_HAND: Words = (
    (
        "Classés à la main après lecture : {filed:,}. La facture choisie était proposée en premier"
        " {first:,} fois, parmi les trois proposées {proposed:,} fois."
    ),
    (
        "Filed by hand after being read: {filed:,}. The invoice chosen was proposed first {first:,}"
        " times, among the three proposed {proposed:,} times."
    ),
)


def way(name: str, language: str) -> str:
    """In words, what filing_report names: "slip", or "text:" and a rule."""
    kind, _, rule = name.partition(":")
    if rule:
        return put(_TEXT, language, rule=put(RULES[rule], language))
    return put(WAYS[kind], language)


def report_lines(report: FilingReport, language: str) -> Iterator[str]:
    if not report.ways:
        yield put(_NOTHING, language)
    else:
        yield put(_HEAD, language)
    for one in report.ways:
        told = way(one.way, language)
        yield f"{one.filed:>8,}  {one.confirmed:>9,}  {one.corrected:>9,}  {told}"
    if report.by_hand.filed:
        hand = report.by_hand
        yield put(_BY_HAND, language, filed=hand.filed, first=hand.first, proposed=hand.proposed)
