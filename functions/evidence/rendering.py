"""Makes views in a process of its own."""

from dataclasses import dataclass

from cms_common.adapters.apart import Apart
from cms_common.domain.uploads import FileType
from evidence.filing import NoView, View

_PROCESS = Apart(("-m", "evidence.views"), seconds=50)


@dataclass(frozen=True, slots=True)
class BoundedRenderer:
    """Starts `evidence.views` once a file."""

    apart: Apart = _PROCESS

    def view(self, content: bytes, file_type: FileType) -> View | NoView:
        """Return what staff see of a file: a PDF as it is, all else made anew. Raises NotBegun."""
        if file_type is FileType.PDF:
            return View(content)
        made = self.apart.run(file_type.value, content)
        return View(made) if made else NoView()
