"""The catalogue of factors in force for a territory."""

from opora.catalogues import queries as catalogues
from opora.indicators.catalogue import RiskFactors
from opora.indicators.kinds import DEFAULT_CODE, KIND


def factors_in_force(territory_path: str = "") -> RiskFactors | None:
    """None where no catalogue is published. One query, two where this content was not met before."""
    return catalogues.in_force(KIND, DEFAULT_CODE, territory_path, RiskFactors.parse)


def factors_published(territory_path: str = "") -> catalogues.Published:
    """The same with its version, to be kept beside what was reckoned by it. Raises NotPublished."""
    return catalogues.current(KIND, DEFAULT_CODE, territory_path)
