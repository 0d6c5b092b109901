"""Charts as server-made SVG: the same markup on screen, in print and without JavaScript.

Three pictures, each a frozen dataclass and a function that draws it:

- `LineChart`, `draw_lines`: shares over years, with Wilson intervals and a threshold;
- `IntervalPlot`, `draw_intervals`: one row per factor or school, value and interval on one axis;
- `Distribution`, `draw_distribution`: how many pupils got each primary score, with mark boundaries.

Every figure has a title, a description in words (say what is to be seen, not how it is drawn) and
its data as a table. Widths are percent and heights are pixels, so a chart fills its card and its
text keeps its size from 320 px to a wide screen. Series differ by marker and dash, not by colour.
"""

from opora.ui.charts.distribution import Boundary, Distribution, draw_distribution
from opora.ui.charts.intervals import IntervalPlot, IntervalRow, draw_intervals
from opora.ui.charts.lines import LineChart, Point, Series, Threshold, draw_lines

__all__ = [
    "Boundary",
    "Distribution",
    "IntervalPlot",
    "IntervalRow",
    "LineChart",
    "Point",
    "Series",
    "Threshold",
    "draw_distribution",
    "draw_intervals",
    "draw_lines",
]
