"""Profiles by hand in DuckDB SQL, Polars and pandas: the same rows from the same files as ours.

Each takes the folder and the tables of rules and gives an Arrow table sorted by school and factor: school,
factor, value, low, high (tenths), n, hidden (0 shown, 1 few, 2 subtraction, 3 no data), disagree.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from opora.indicators import tables
from opora.indicators.catalogue import RiskFactors

THREADS = 2


@dataclass(frozen=True)
class Rules:
    """What every peer is given ready: the catalogue as tables."""

    answers: pa.Table
    results: pa.Table
    cards: pa.Table
    weights: pa.Table
    factors: int
    minimum: int


def rules(catalogue: RiskFactors, folder: Path, year: int) -> Rules:
    held = pq.read_table(folder / "results.parquet", columns=["procedure", "year"]).to_pylist()
    known = {(row["procedure"], row["year"]) for row in held}
    return Rules(
        tables.answer_rules(catalogue),
        tables.result_rules(catalogue, known, year),
        tables.card_rules(catalogue),
        tables.weight_rules(catalogue),
        len(catalogue.factors),
        catalogue.minimum_group,
    )


SQL = """
WITH counts AS (
    SELECT a.school, r.indicator,
        sum((a.value BETWEEN r.risk_from AND r.risk_to)::INT)::BIGINT AS numerator,
        sum((a.value BETWEEN r.base_from AND r.base_to)::INT)::BIGINT AS denominator
    FROM read_parquet('{folder}/answers.parquet') a JOIN answer_rules r USING (audience, item)
    GROUP BY ALL
    UNION ALL
    SELECT f.school, r.indicator, sum(least(f.low, f.participants))::BIGINT, sum(f.participants)::BIGINT
    FROM read_parquet('{folder}/results.parquet') f JOIN result_rules r USING (procedure, year)
    WHERE f.participants > 0 AND f.low >= 0 GROUP BY ALL
    UNION ALL
    SELECT n.school, r.indicator, least(n.value, d.value)::BIGINT, d.value::BIGINT
    FROM read_parquet('{folder}/cards.parquet') n
    JOIN card_rules r USING (item)
    JOIN read_parquet('{folder}/cards.parquet') d ON d.school = n.school AND d.item = r.base_item
    WHERE n.value BETWEEN 0 AND 10000000 AND d.value BETWEEN 1 AND 10000000
), shares AS (
    SELECT school, factor, audience, source,
        CASE WHEN source = 0 AND denominator < {minimum} THEN 0 ELSE rule_weight END AS weight,
        denominator,
        CASE WHEN reverse THEN denominator - numerator ELSE numerator END AS part,
        least(1000000, part * 100000000 // (denominator * "full")) AS risk,
        (20000 * part + 38416) * 1000000 // (20000 * denominator + 76832) AS centre,
        CASE WHEN source = 2 THEN 0
             ELSE least(1000000, floor(sqrt(
                 centre * (1000000 - centre) * 20000 // (20000 * denominator + 76832) * 10000
                 // ("full" * "full")))::BIGINT) END AS deviation
    FROM counts JOIN weight_rules USING (indicator)
    WHERE denominator > 0
), by_audience AS (
    SELECT school, factor, audience, sum(weight)::BIGINT AS weight, sum(weight * risk)::BIGINT AS risk,
        sum(weight * deviation)::BIGINT AS deviation,
        max(denominator) FILTER (weight > 0 AND source = 0) AS answers,
        max(denominator) FILTER (weight > 0 AND source = 1) AS participants,
        max(denominator) FILTER (weight > 0 AND source = 2) AS carded,
        max(denominator) FILTER (weight = 0 AND source = 0) AS few
    FROM shares GROUP BY ALL
), sums AS (
    SELECT school, factor, sum(weight)::BIGINT AS weight, sum(risk)::BIGINT AS risk,
        sum(deviation * deviation)::BIGINT AS variance, coalesce(max(answers), 0) AS answers,
        coalesce(max(participants), 0) AS participants, coalesce(max(carded), 0) AS carded,
        coalesce(max(few), 0) AS few,
        coalesce(max(risk // nullif(weight, 0)) FILTER (audience > 0 AND weight > 0)
               - min(risk // nullif(weight, 0)) FILTER (audience > 0 AND weight > 0), 0) >= 300000 AS disagree
    FROM by_audience GROUP BY ALL
), grid AS (
    SELECT s.school, s.territory, f.factor::INT AS factor, coalesce(weight, 0) AS weight,
        coalesce(risk, 0) AS risk, coalesce(variance, 0) AS variance, coalesce(answers, 0) AS answers,
        coalesce(participants, 0) AS participants, coalesce(carded, 0) AS carded, coalesce(few, 0) AS few,
        coalesce(disagree, false) AS disagree,
        CASE WHEN coalesce(weight, 0) > 0 THEN 0 WHEN coalesce(few, 0) > 0 THEN 1 ELSE 3 END AS reason
    FROM read_parquet('{folder}/schools.parquet') s CROSS JOIN range({factors}) f(factor)
    LEFT JOIN sums USING (school, factor)
), towns AS (
    SELECT *,
        count(*) OVER town AS here,
        count(*) FILTER (reason = 1) OVER town AS lonely,
        sum(few) FILTER (reason = 1) OVER town AS together,
        row_number() OVER (
            PARTITION BY territory, factor
            ORDER BY CASE WHEN reason = 0 AND answers > 0 THEN 0 ELSE 1 END, answers, school
        ) AS place,
        risk // greatest(weight, 1) AS mean,
        1.96 * sqrt(variance) / greatest(weight, 1) AS half
    FROM grid WINDOW town AS (PARTITION BY territory, factor)
), told AS (
    SELECT *, CASE WHEN reason = 0 AND answers > 0 AND place = 1
                        AND here >= 4 AND (lonely = 1 OR (lonely > 1 AND together < {minimum})) THEN 2
                   ELSE reason END AS hidden
    FROM towns
)
SELECT school, factor, ((mean + 500) // 1000)::BIGINT AS value,
    least(1000, greatest(0, floor((mean - half) / 1000 + 0.5)))::BIGINT AS low,
    least(1000, greatest(0, floor((mean + half) / 1000 + 0.5)))::BIGINT AS high,
    CASE WHEN hidden > 0 THEN 0 WHEN answers > 0 THEN answers WHEN participants > 0 THEN participants
         ELSE carded END AS n,
    hidden::BIGINT AS hidden, disagree
FROM told ORDER BY school, factor
"""


def by_duckdb(folder: Path, given: Rules) -> pa.Table:
    with duckdb.connect(config={"threads": THREADS, "preserve_insertion_order": False}) as connection:
        connection.register("answer_rules", given.answers)
        connection.register("result_rules", given.results)
        connection.register("card_rules", given.cards)
        connection.register("weight_rules", given.weights)
        return connection.sql(
            SQL.format(folder=folder, minimum=given.minimum, factors=given.factors)
        ).to_arrow_table()


def by_polars(folder: Path, given: Rules) -> pa.Table:
    asked = pl.from_arrow(given.answers)
    assert isinstance(asked, pl.DataFrame)
    answers = (
        pl.scan_parquet(folder / "answers.parquet")
        .filter(pl.col("item").is_in(asked["item"].unique().implode()))
        .group_by("school", "audience", "item", "value")
        .len()
        .join(asked.lazy(), on=["audience", "item"])
        .group_by("school", "indicator")
        .agg(
            numerator=pl.col("len").filter(pl.col("value").is_between("risk_from", "risk_to")).sum(),
            denominator=pl.col("len").filter(pl.col("value").is_between("base_from", "base_to")).sum(),
        )
        .with_columns(pl.col("numerator", "denominator").cast(pl.Int64))
        .collect(engine="streaming")
    )
    return _finished(pl.concat([answers, *_small_counts(folder, given)]), folder, given)


def by_pandas(folder: Path, given: Rules) -> pa.Table:
    """Strings as categories, one number for an indicator, sums by counting."""
    read = pq.read_table(folder / "answers.parquet", read_dictionary=["audience", "item"])
    frame = read.to_pandas()
    items = frame["item"].cat.categories
    of_audience = frame["audience"].cat.categories
    rule = given.answers.to_pandas()
    place = np.full((len(of_audience), len(items)), -1, np.int32)
    known = rule["item"].isin(items) & rule["audience"].isin(of_audience)
    rule = rule[known].reset_index(drop=True)
    place[of_audience.get_indexer(rule["audience"]), items.get_indexer(rule["item"])] = rule.index
    of = place[frame["audience"].cat.codes, frame["item"].cat.codes]
    chosen = of >= 0
    of, value = of[chosen], frame["value"].to_numpy()[chosen]
    schools, school = np.unique(frame["school"].to_numpy()[chosen], return_inverse=True)
    cell = school.astype(np.int64) * len(rule) + of
    bounds = {name: rule[name].to_numpy()[of] for name in ("risk_from", "risk_to", "base_from", "base_to")}
    size = len(schools) * len(rule)
    is_risk = (value >= bounds["risk_from"]) & (value <= bounds["risk_to"])
    is_base = (value >= bounds["base_from"]) & (value <= bounds["base_to"])
    counted = pd.DataFrame(
        {
            "school": np.repeat(schools, len(rule)),
            "indicator": np.tile(rule["indicator"].to_numpy(), len(schools)),
            "numerator": np.bincount(cell[is_risk], minlength=size),
            "denominator": np.bincount(cell[is_base], minlength=size),
        }
    )
    answers = pl.from_pandas(counted[counted["denominator"] > 0])
    return _finished(
        pl.concat([answers, *_small_counts(folder, given)], how="vertical_relaxed"), folder, given
    )


def _small_counts(folder: Path, given: Rules) -> list[pl.DataFrame]:
    results = (
        pl.scan_parquet(folder / "results.parquet")
        .filter(pl.col("participants") > 0, pl.col("low") >= 0)
        .join(pl.from_arrow(given.results).lazy(), on=["procedure", "year"])
        .group_by("school", "indicator")
        .agg(
            numerator=pl.min_horizontal("low", "participants").cast(pl.Int64).sum(),
            denominator=pl.col("participants").cast(pl.Int64).sum(),
        )
    )
    cards = pl.scan_parquet(folder / "cards.parquet").filter(pl.col("value").is_between(0, 10_000_000))
    below = cards.filter(pl.col("value") > 0).rename({"item": "base_item", "value": "whole"})
    carded = (
        cards.join(pl.from_arrow(given.cards).lazy(), on="item")
        .join(below, on=["school", "base_item"])
        .select(
            "school",
            "indicator",
            numerator=pl.min_horizontal("value", "whole").cast(pl.Int64),
            denominator=pl.col("whole").cast(pl.Int64),
        )
    )
    return [results.collect(), carded.collect()]


def _finished(counts: pl.DataFrame, folder: Path, given: Rules) -> pa.Table:
    """The last step of both: a few hundred thousand rows of counts to values, intervals and what is hidden."""
    whole, full = pl.col("denominator"), pl.col("full")
    part = pl.when("reverse").then(whole - pl.col("numerator")).otherwise(pl.col("numerator"))
    adjusted = 20_000 * whole + 76_832
    shares = (
        counts.lazy()
        .filter(whole > 0)
        .join(pl.from_arrow(given.weights).lazy(), on="indicator")
        .with_columns(
            weight=pl.when((pl.col("source") == 0) & (whole < given.minimum))
            .then(0)
            .otherwise("rule_weight"),
            risk=pl.min_horizontal(1_000_000, part * 100_000_000 // (whole * full)),
            centre=(20_000 * part + 38_416) * 1_000_000 // adjusted,
        )
        .with_columns(
            deviation=pl.when(pl.col("source") == 2)
            .then(0)
            .otherwise(
                (
                    pl.col("centre")
                    * (1_000_000 - pl.col("centre"))
                    * 20_000
                    // adjusted
                    * 10_000
                    // (full * full)
                )
                .cast(pl.Float64)
                .sqrt()
                .floor()
                .cast(pl.Int64)
                .clip(upper_bound=1_000_000)
            )
        )
    )
    weight, known = pl.col("weight"), pl.col("weight") > 0
    largest = {
        name: whole.filter(condition & (pl.col("source") == source)).max().fill_null(0)
        for name, condition, source in (
            ("answers", known, 0),
            ("participants", known, 1),
            ("carded", known, 2),
            ("few", ~known, 0),
        )
    }
    mean = (pl.col("risk") // pl.col("weight")).filter((pl.col("audience") > 0) & (pl.col("weight") > 0))
    sums = (
        shares.group_by("school", "factor", "audience")
        .agg(
            weight=weight.sum(),
            risk=(weight * pl.col("risk")).sum(),
            deviation=(weight * pl.col("deviation")).sum(),
            **largest,
        )
        .group_by("school", "factor")
        .agg(
            pl.col("weight", "risk").sum(),
            pl.col("answers", "participants", "carded", "few").max(),
            variance=(pl.col("deviation") ** 2).sum(),
            apart=(mean.max() - mean.min()).fill_null(0),
        )
    )
    factors = pl.LazyFrame({"factor": range(given.factors)}, schema={"factor": pl.Int32})
    grid = (
        pl.scan_parquet(folder / "schools.parquet")
        .select("school", "territory")
        .join(factors, how="cross")
        .join(sums, on=["school", "factor"], how="left")
        .fill_null(0)
        .with_columns(
            reason=pl.when(pl.col("weight") > 0).then(0).when(pl.col("few") > 0).then(1).otherwise(3),
            mean=pl.col("risk") // pl.max_horizontal("weight", 1),
            half=1.96 * pl.col("variance").cast(pl.Float64).sqrt() / pl.max_horizontal("weight", 1),
        )
        .with_columns(partner=(pl.col("reason") == 0) & (pl.col("answers") > 0))
    )
    few = (pl.col("reason") == 1).cast(pl.Int32)
    town = ["territory", "factor"]
    told = grid.with_columns(
        here=pl.len().over(town),
        lonely=few.sum().over(town),
        together=(few * pl.col("few")).sum().over(town),
        place=pl.struct(~pl.col("partner"), "answers", "school").rank("ordinal").over(town),
    ).with_columns(
        hidden=pl.when(
            pl.col("partner")
            & (pl.col("place") == 1)
            & (pl.col("here") >= 4)
            & ((pl.col("lonely") == 1) | ((pl.col("lonely") > 1) & (pl.col("together") < given.minimum)))
        )
        .then(2)
        .otherwise("reason")
    )

    def tenths(sign: int) -> pl.Expr:
        end = ((pl.col("mean") + sign * pl.col("half")) / 1000 + 0.5).floor()
        return end.clip(0, 1000).cast(pl.Int64)

    n = pl.when(pl.col("answers") > 0).then("answers").when(pl.col("participants") > 0).then("participants")
    return (
        told.select(
            "school",
            "factor",
            value=(pl.col("mean") + 500) // 1000,
            low=tenths(-1),
            high=tenths(1),
            n=pl.when(pl.col("hidden") > 0).then(0).otherwise(n.otherwise("carded")),
            hidden=pl.col("hidden").cast(pl.Int64),
            disagree=pl.col("apart") >= 300_000,
        )
        .sort("school", "factor")
        .collect()
        .to_arrow()
    )
