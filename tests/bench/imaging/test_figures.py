from __future__ import annotations

import pytest
from tests.bench.imaging.figures import best_peer, figures, losses, ratio, refusals, step_medians
from tests.bench.imaging.report import markdown, weakest
from tests.bench.imaging.tools import FLOOR, PEERS, TOOLS, US, WARM, Row


def _row(tool: str, cpu_s: float = 1.0, file: str = "a.jpg", **facts: object) -> Row:
    row = Row(file, "forms", tool, 1, cpu_s=cpu_s, sizes=(1000,), rss_mb=50.0)
    for name, value in facts.items():
        setattr(row, name, value)
    return row


def _rows(**of_us: object) -> list[Row]:
    return [_row(tool, f1=80.0) for tool in TOOLS if tool != US] + [_row(US, **of_us)]


def test_ratio_is_the_median_of_files_and_not_of_sums() -> None:
    ones = [_row(WARM, 2.0, "a"), _row(WARM, 3.0, "b"), _row(WARM, 400.0, "c")]
    others = [_row(FLOOR, 1.0, "a"), _row(FLOOR, 1.0, "b"), _row(FLOOR, 100.0, "c")]
    assert ratio(ones, others) == 3


def test_file_that_one_of_both_did_not_take_is_out_of_the_ratio() -> None:
    ones = [_row(WARM, 2.0, "a"), _row(WARM, 9.0, "b", code="image.damaged")]
    assert ratio(ones, [_row(FLOOR, 1.0, "a"), _row(FLOOR, 1.0, "b")]) == 2


def test_refusal_with_a_reason_counts_as_right_and_our_own_failure_does_not() -> None:
    refused = figures(_rows(code="image.damaged", sizes=()))
    assert (refused["conform_share"], refused["conform_or_refused_share"]) == (0, 1)
    for code in ("internal", "image.worker-died", "image.too-slow", "failed", "hung"):
        assert figures(_rows(code=code, sizes=()))["conform_or_refused_share"] == 0


def test_pdf_over_the_limit_is_counted() -> None:
    found = figures(_rows(sizes=(250_000, 250_001), faults=("too-large",)))
    assert (found["over_limit"], found["conform_share"]) == (1, 0)
    assert (found["bytes_p50"], found["bytes_p99"]) == (250_000.5, 250_001)


def test_every_peer_has_its_own_keys() -> None:
    found = figures(_rows(f1=90.0), french={"a.jpg"})
    for tool in PEERS:
        assert found[f"word_f1_forms_{tool}"] == 80
        assert found[f"cpu_ratio_{tool}_to_us"] == 1
    assert found["word_f1_forms"] == found["word_f1_french"] == 90
    assert "word_f1_receipts" not in found
    assert best_peer(found, "word_f1_forms")[1] == 80


def test_refusals_and_steps_are_ours_alone() -> None:
    rows = [
        _row(US, code="image.damaged"),
        _row("pillow", code="failed"),
        _row(WARM, steps_ms=({"decode": 4.0}, {"decode": 6.0})),
    ]
    assert refusals(rows) == {"image.damaged": 1}
    assert step_medians(rows) == {"decode": 5}


@pytest.mark.parametrize(("ours", "verdict"), [(80.0, "yes"), (79.9, "**no**")])
def test_page_says_whether_the_best_peer_is_reached(ours: float, verdict: str) -> None:
    page = markdown(
        figures(_rows(f1=ours)),
        corpus="One file",
        day="2026-01-01",
        steps={"decode": 4.0},
        refused={},
        versions={"Python": "3.11"},
        texts={"forms": 1, "mean": 1},
    )
    assert f"| ≥ 80.0 | {ours} | {verdict} |" in page
    assert "a.jpg" not in page


def test_weakest_files_name_the_peer_that_reads_them_better() -> None:
    rows = [_row(US, f1=50.0), _row("pillow", f1=60.0), _row("unpaper", f1=70.0)]
    rows += [_row(US, file="b.jpg", code="image.damaged", sizes=())]
    assert list(weakest(rows)) == [
        "forms: a.jpg 50.0, unpaper 70.0",
        "forms: b.jpg image.damaged",
    ]


def test_a_group_that_reads_two_points_worse_is_a_loss_and_noise_is_none() -> None:
    before = {"word_f1_forms": 90.0, "word_f1_mean": 95.0, "word_f1_receipts": 80.0}
    after = {"word_f1_forms": 88.0, "word_f1_mean": 93.5, "word_f1_ocrmypdf_mean": 0.0}
    assert losses(before, after) == ["word_f1_forms: 90.0 before, 88.0 now"]
    assert losses({}, after) == []
