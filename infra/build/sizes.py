"""Print what each package weighs: `python -m infra.build.sizes`, building first where the sources have changed."""

import tempfile
import zipfile
from pathlib import Path

from infra.local.build import built

MEGABYTE = 1_000_000


def unpacked(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def zip_folder(folder: Path, target: Path) -> None:
    """Zip a folder as it is uploaded."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder))


def packages(build: Path) -> list[Path]:
    """Each package's folder in a build, by name.

    Raises:
        SystemExit: there are none.
    """
    found = sorted(folder for folder in build.iterdir() if folder.is_dir())
    if not found:
        raise SystemExit(f"{build}: no packages here")
    return found


def main() -> None:
    """One line for each package: unpacked and zipped megabytes."""
    print(f"{'package':<24}{'unpacked MB':>12}{'zipped MB':>12}")
    with built() as build:
        for folder in packages(build):
            print(f"{folder.name:<24}{unpacked(folder) / MEGABYTE:>12.2f}{zipped(folder) / MEGABYTE:>12.2f}")


def zipped(folder: Path) -> int:
    """Bytes of a folder's zip file, the one that Lambda is given."""
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch) / "package.zip"
        zip_folder(folder, archive)
        return archive.stat().st_size


if __name__ == "__main__":
    main()
