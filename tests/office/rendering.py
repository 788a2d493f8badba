"""Office files as LibreOffice draws them: the text of each page."""

import subprocess
from pathlib import Path

import pypdfium2


def drawn_pages(data: bytes, name: str, folder: Path) -> list[str]:
    """The text of each page; gaps between Hangul and figures are widened there, so white space is left out."""
    source = folder / name
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    with pypdfium2.PdfDocument(source.with_suffix(".pdf")) as pdf:
        return ["".join(page.get_textpage().get_text_range().split()) for page in pdf]
