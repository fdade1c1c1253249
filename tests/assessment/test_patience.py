from __future__ import annotations

from assay.assessment.patience import FOR_A_FILE, FOR_A_MEGABYTE, FOR_A_PACKAGE, Patience


class Clock:
    """A clock that goes on when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_file_has_its_time_and_more_if_it_is_large() -> None:
    clock = Clock()
    patience = Patience(clock)
    for size, seconds in ((0, FOR_A_FILE.total_seconds()), (2_000_000, (FOR_A_FILE + 2 * FOR_A_MEGABYTE).seconds)):
        patience.start(size)
        clock.now += seconds - 0.1
        assert not patience.is_over()
        clock.now += 0.2
        assert patience.is_over()
    patience.start(0)
    assert not patience.is_over()


def test_all_files_together_have_no_more_than_the_package_has() -> None:
    clock = Clock()
    patience = Patience(clock)
    clock.now += FOR_A_PACKAGE.total_seconds() + 0.1
    patience.start(100_000_000)
    assert patience.is_over()


def test_the_usual_clock_is_the_time_of_this_thread() -> None:
    patience = Patience()
    patience.start(0)
    assert not patience.is_over()
