"""The example notebook runs, and shows what it prints."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def printed(notebook):
    return [
        "".join(output["text"] for output in cell.outputs if output["output_type"] == "stream")
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def test_the_notebook_is_what_it_shows():
    shown = nbformat.read(EXAMPLES / "school_policies.ipynb", as_version=4)
    run = nbformat.read(EXAMPLES / "school_policies.ipynb", as_version=4)
    NotebookClient(run, timeout=600, resources={"metadata": {"path": str(EXAMPLES)}}).execute()
    assert printed(run) == printed(shown)
    assert any("image/png" in output.get("data", {}) for cell in run.cells for output in cell.get("outputs", []))
