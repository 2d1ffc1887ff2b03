"""Makes and executes from-pytorch.ipynb. Needs PyTorch, NumPy, nbformat, nbconvert and ipykernel, and the program in $SUPERPOSITION (superposition, or superposition.dll).

    SUPERPOSITION=src/Superposition.Cli/bin/Release/net10.0/superposition.dll python docs/examples/make_notebook.py
"""

import os
import pathlib

import nbformat
from nbconvert.preprocessors import ExecutePreprocessor

HERE = pathlib.Path(__file__).resolve().parent
if "SUPERPOSITION" in os.environ and os.path.exists(os.environ["SUPERPOSITION"]):
    os.environ["SUPERPOSITION"] = os.path.abspath(os.environ["SUPERPOSITION"])

CELLS = [
    ("md", """# From a PyTorch training to `compare` and `probe`

A small network is trained in PyTorch to compute the ANDs of all pairs of ten features in forty ReLUs. Its `state_dict` is read as it was saved; then the network is measured beside controls,
compared with a construction, and probed for what it holds and what it uses. This notebook is made by `make_notebook.py` with its outputs in it; it needs PyTorch, NumPy and `superposition`."""),
    ("code", """import itertools, os, pathlib, sys, tempfile
import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path("../../python").resolve()))  # superposition.py, one file
import superposition

os.chdir(tempfile.mkdtemp())
torch.manual_seed(0)
_ = torch.set_num_threads(1)"""),
    ("md", "## Train\n\nEvery input with at most two active features, and for each pair whether both are active."),
    ("code", """m, d = 10, 40
pairs = list(itertools.combinations(range(m), 2))
sets = [(), *((k,) for k in range(m)), *pairs]
x = torch.tensor([[float(k in s) for k in range(m)] for s in sets])
y = torch.tensor([[float(s == pair) for pair in pairs] for s in sets])

model = torch.nn.Sequential(torch.nn.Linear(m, d), torch.nn.ReLU(), torch.nn.Linear(d, len(pairs)))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4000)
for step in range(4000):
    loss = torch.nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    schedule.step()
torch.save(model.state_dict(), "model.pt")
print(f"loss {loss.item():.2e}, largest error {(model(x) - y).abs().max().item():.3f}")"""),
    ("md", "## Import\n\nThe names of the `state_dict` say what is what; the note says what was understood. The task goes into the file, so no later command has to be told."),
    ("code", """[imported] = superposition.call("import", "model.pt", "--task", "pairs", "--active", "2", "--at-most", "--out", "trained.safetensors")["files"]
for note in imported["notes"]:
    print(note)"""),
    ("md", "## Measure\n\nThe largest error ε over all inputs, beside networks that anyone could have without training."),
    ("code", """inputs = ["--inputs", "all"]
for network in superposition.call("measure", "trained.safetensors", *inputs)["networks"]:
    print(f'{network["name"]:28} ε {network["errors"]["epsilon"]:.4f}   RMS {network["errors"]["rms"]:.4f}')"""),
    ("md", "## Compare with a construction\n\nRandom signs at the same number of ReLUs."),
    ("code", """_ = superposition.call("construct", "sign", "--features", m, "--active", "2", "--sparsity", "at-most", "--neurons", d, "--out", "sign.safetensors")
print(superposition.text("compare", "trained.safetensors", "sign.safetensors", *inputs))"""),
    ("md", "## Probe\n\nWhat the layer holds and what the outputs use, on inputs with up to three active features: a pair's interaction is seen in contexts."),
    ("code", """print(superposition.text("probe", "trained.safetensors", "--active", "3", "--sparsity", "at-most", "--inputs", "all"))"""),
    ("md", "## And back\n\nThe same network in NumPy, from the file that was imported."),
    ("code", """network = superposition.load("trained.safetensors")
difference = np.abs(network(x.numpy()) - model(x).detach().numpy()).max()
print(f"largest difference to PyTorch: {difference:.1e}")"""),
]

notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
for i, (kind, text) in enumerate(CELLS):
    cell = nbformat.v4.new_markdown_cell(text) if kind == "md" else nbformat.v4.new_code_cell(text)
    cell["id"] = f"cell-{i}"
    notebook.cells.append(cell)
ExecutePreprocessor(timeout=1800, startup_timeout=600).preprocess(notebook, {"metadata": {"path": str(HERE)}})
for cell in notebook.cells:
    cell.metadata.pop("execution", None)  # times of the clock
notebook.metadata["language_info"] = {"name": "python"}
nbformat.write(notebook, HERE / "from-pytorch.ipynb")
