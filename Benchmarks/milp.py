"""The same plan by an independent solver: milp.py COUNT. Prints the median seconds of SciPy's MILP on a problem of the plan's size."""
import random
import statistics
import time

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp


def main():
    rng = random.Random(1)
    times = []
    for _ in range(5):
        # 118 items, one step each at a random price: reach 60.05 from 30.00 in units of 0.05.
        gains = numpy.array([rng.choice([4, 5, 6]) * rng.choice([1, 2, 3, 5, 10]) for _ in range(118)])
        costs = numpy.array([rng.randint(1_000, 500_000) for _ in range(118)])
        start = time.perf_counter()
        result = milp(costs, constraints=LinearConstraint(gains[None, :], 601, numpy.inf), integrality=numpy.ones(118), bounds=Bounds(0, 1))
        times.append(time.perf_counter() - start)
        assert result.success
    print(f"{statistics.median(times):.4f}")


main()
