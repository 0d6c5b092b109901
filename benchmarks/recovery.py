"""Does the method find the hidden values of a made-up region again?

    ./dev benchmark recovery [--schools 2000]

Prints for schools by size the rank correlation of hidden and computed factor values, how often an interval
holds the value that asking everybody without end would give, and how wide intervals are.
"""

import argparse

from opora.analytics.engines import duckdb_engine
from opora.indicators.reckoning import reckoned
from opora.indicators.recovery import recovered
from region import YEAR, catalogue, made


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--schools", type=int, default=2000)
    asked = parser.parse_args()
    folder, answers = made(asked.schools, (6, 9))
    with duckdb_engine(folder) as engine:
        found = recovered(reckoned(engine, catalogue(), YEAR), folder)
    print(f"{asked.schools} schools, {answers:,} answers, grades 6 and 9\n")
    print("| pupils | schools | shown | rank correlation | coverage | mean width |")
    print("|---|---:|---:|---:|---:|---:|")
    for band in found.bands:
        print(
            f"| {band.title} | {band.schools} | {band.shown:.0%} | {band.correlation:.2f} "
            f"| {band.coverage:.0%} | {band.width:.1f} |"
        )
    print(f"| all | {asked.schools} | | {found.correlation:.2f} | {found.coverage:.0%} | |")


if __name__ == "__main__":
    main()
