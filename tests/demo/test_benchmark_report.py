"""The report of the benchmark is as large as its name says."""

from demo.services.benchmark.report import sample
from reports.rules.document import Picture, StatusMark, Table, runs_of_part


def test_a_hundred_criteria_have_three_hundred_references_and_twenty_pictures():
    document, pictures = sample(100)
    blocks = [block for _level, part in document.all_parts() for block in part.blocks]
    shown = [block.sha256 for block in blocks if isinstance(block, Picture)]
    assert len(shown) == 20 and set(shown) == set(pictures)
    assert sum(len(block.rows) for block in blocks if isinstance(block, Table)) == 300
    runs = (run for _level, part in document.all_parts() for run in runs_of_part(part))
    assert sum(isinstance(run, StatusMark) for run in runs) == 100
