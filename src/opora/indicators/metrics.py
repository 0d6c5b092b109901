"""The metrics: pure Ibis functions, tables in, table out; every engine runs the same ones.

Everything here is whole numbers. Shares are in millionths, so both engines give identical figures; division
of whole numbers leaves the fraction off. What is rounded and shown is made of these in `reckoning`.
"""

import ibis
from ibis import _

MILLION = 1_000_000
#: a number of a card above this is a slip of the pen and left out; below it no product here overflows
LARGEST_CARD_VALUE = 10_000_000
# z² for z = 1.96, the two-sided 95 % quantile, in units of 1/10,000
_Z2 = 38_416


def answer_counts(answers: ibis.Table, rules: ibis.Table) -> ibis.Table:
    """(school, indicator, numerator, denominator): answers that are a risk, and answers that count.

    One pass over the answers. `rules` has an indicator a row: audience, item, risk_from, risk_to, base_from,
    base_to, all bounds included; the risk lies inside the base. A school without a counting answer may have
    no row or a denominator of 0.
    """
    chosen = answers.join(rules, ["audience", "item"])
    return chosen.group_by("school", "indicator").agg(
        numerator=_whole(_.value.between(_.risk_from, _.risk_to)),
        denominator=_whole(_.value.between(_.base_from, _.base_to)),
    )


def result_counts(results: ibis.Table, rules: ibis.Table) -> ibis.Table:
    """(school, indicator, numerator, denominator): participants with the lowest mark, and participants.

    `rules` names for an indicator each procedure it takes and the year it takes it of.
    """
    sound = results.filter(_.participants > 0, _.low >= 0)
    chosen = sound.join(rules, ["procedure", "year"])
    return chosen.group_by("school", "indicator").agg(
        numerator=ibis.least(_.low, _.participants).sum().cast("int64"),
        denominator=_.participants.sum().cast("int64"),
    )


def card_counts(cards: ibis.Table, rules: ibis.Table) -> ibis.Table:
    """(school, indicator, numerator, denominator): one field of the card over another, both filled in.

    A numerator above its denominator counts as the denominator.
    """
    sound = cards.filter(_.value.between(0, LARGEST_CARD_VALUE))
    above = sound.join(rules.select("indicator", "item"), "item").select("school", "indicator", part=_.value)
    below = sound.join(rules.select("indicator", item=_.base_item), "item").select(
        "school", "indicator", whole=_.value
    )
    both = above.join(below, ["school", "indicator"]).filter(_.whole > 0)
    return both.select(
        "school",
        "indicator",
        numerator=ibis.least(_.part, _.whole).cast("int64"),
        denominator=_.whole.cast("int64"),
    )


def shares(counts: ibis.Table, rules: ibis.Table, *, minimum: int) -> ibis.Table:
    """Each count with its rule, its risk and the standard deviation of it in millionths, and its weight.

    Adds factor, audience (0 for what nobody answered), source (0 answers, 1 results, 2 card) and `weight`,
    which is 0 where the indicator is not known: no denominator, or fewer answers than `minimum`.

    The risk is numerator·100 / (denominator·full), at most whole. The deviation is that of the adjusted share
    of A. Agresti and B. A. Coull, «Approximate is better than exact for interval estimation of binomial
    proportions», The American Statistician 52 (1998), 119–126: p̃ = (x + z²/2) / (n + z²) is the centre of
    Wilson's interval (JASA 22, 1927, 209–212), √(p̃(1 − p̃) / (n + z²)) · 100 / full its deviation, at most
    whole; a card is counted, not sampled, and has none.
    """
    joined = counts.filter(_.denominator > 0).join(rules, "indicator")
    turned = joined.mutate(numerator=_.reverse.ifelse(_.denominator - _.numerator, _.numerator))
    adjusted = 20_000 * _.denominator + 2 * _Z2
    risen = turned.mutate(
        weight=((_.source == 0) & (_.denominator < minimum)).ifelse(0, _.rule_weight),
        risk=ibis.least(MILLION, (_.numerator * 100 * MILLION) // (_.denominator * _.full)),
        centre=((20_000 * _.numerator + _Z2) * MILLION) // adjusted,
    )
    spread = (_.centre * (MILLION - _.centre) * 20_000) // adjusted
    deviation = ((spread * 10_000) // (_.full * _.full)).sqrt().floor().cast("int64")
    return risen.mutate(deviation=(_.source == 2).ifelse(0, ibis.least(MILLION, deviation))).select(
        "school", "factor", "audience", "source", "weight", "risk", "deviation", "denominator"
    )


def factor_sums(shares: ibis.Table) -> ibis.Table:
    """What a factor is made of, a row for each school and factor that has any figure.

    weight = Σw, risk = Σw·risk over known indicators; variance = Σ (Σ w·deviation)², the inner sum over the
    indicators of one audience (of none: results), the outer over audiences: the same people answered, so
    their indicators are not taken for independent. answers, participants and carded are the largest
    denominators among known indicators of each source, few the largest among answers below the minimum;
    lowest and highest are the means of the audiences' own indicators in millionths, 0 and 0 where nobody's
    answers are known.
    """
    known = _.weight > 0
    by_audience = shares.group_by("school", "factor", "audience").agg(
        weight=_.weight.sum().cast("int64"),
        risk=(_.weight * _.risk).sum().cast("int64"),
        deviation=(_.weight * _.deviation).sum().cast("int64"),
        answers=_largest(known & (_.source == 0)),
        participants=_largest(known & (_.source == 1)),
        carded=_largest(known & (_.source == 2)),
        few=_largest(~known & (_.source == 0)),
    )
    spoken = (_.audience > 0) & (_.weight > 0)
    meant = by_audience.mutate(mean=spoken.ifelse(_.risk // ibis.greatest(_.weight, 1), ibis.null("int64")))
    return meant.group_by("school", "factor").agg(
        weight=_.weight.sum().cast("int64"),
        risk=_.risk.sum().cast("int64"),
        variance=(_.deviation * _.deviation).sum().cast("int64"),
        answers=_.answers.max(),
        participants=_.participants.max(),
        carded=_.carded.max(),
        few=_.few.max(),
        lowest=ibis.coalesce(_.mean.min(), 0),
        highest=ibis.coalesce(_.mean.max(), 0),
    )


def _whole(condition: ibis.Value) -> ibis.Value:
    """How many times a condition holds."""
    return condition.cast("int32").sum().cast("int64")


def _largest(condition: ibis.Value) -> ibis.Value:
    """The largest denominator where the condition holds; 0 where it never does."""
    return condition.ifelse(_.denominator, 0).max()
