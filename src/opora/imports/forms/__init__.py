"""Forms of the wizard: the file and its options, the columns, the doubtful cells, the buttons."""

from opora.imports.forms.cells import CellsForm
from opora.imports.forms.columns import ColumnsForm
from opora.imports.forms.turn import TurnForm
from opora.imports.forms.upload import UploadForm

__all__ = ["CellsForm", "ColumnsForm", "TurnForm", "UploadForm"]
