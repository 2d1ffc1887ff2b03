"""Makes a network for a BLIF circuit on inputs with at most 3 active features, saves it in three forms, and prints its own largest error.

    python own_network.py torch|numpy CIRCUIT.blif FOLDER path/to/superposition.py
"""

import importlib.util
import itertools
import pathlib
import sys

import numpy as np

framework, circuit, folder, module = sys.argv[1], *map(pathlib.Path, sys.argv[2:])
spec = importlib.util.spec_from_file_location("superposition", module)
superposition = importlib.util.module_from_spec(spec)
spec.loader.exec_module(superposition)

inputs, outputs, covers = [], [], []
for line in circuit.read_text().splitlines():
    words = line.split()
    if words[0] == ".inputs":
        inputs = words[1:]
    elif words[0] == ".outputs":
        outputs = words[1:]
    elif words[0] == ".names":
        covers.append((words[1:-1], words[-1], []))
    elif words[0][0] != ".":
        covers[-1][2].append(words)

m, active = len(inputs), 3
sets = [chosen for t in range(active + 1) for chosen in itertools.combinations(range(m), t)]
x = np.zeros((len(sets), m), np.float32)
for row, chosen in zip(x, sets):
    row[list(chosen)] = 1
values = {name: x[:, i] > 0 for i, name in enumerate(inputs)}
for operands, name, rows in covers:
    covered = np.zeros(len(x), bool)
    for pattern, _ in rows:
        covered |= np.all([values[operand] == (bit == "1") for operand, bit in zip(operands, pattern) if bit != "-"], axis=0)
    values[name] = covered == (rows[0][1] == "1")
y = np.stack([values[name] for name in outputs], 1).astype(np.float32)

d = 48
if framework == "torch":
    import torch

    torch.manual_seed(0)
    torch.set_num_threads(1)
    model = torch.nn.Sequential(torch.nn.Linear(m, d), torch.nn.ReLU(), torch.nn.Linear(d, len(outputs)))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for step in range(600):
        loss = (model(torch.from_numpy(x)) - torch.from_numpy(y)).pow(4).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    torch.save(model.state_dict(), folder / "network.pt")
    weights = [value.detach().numpy() for value in model.state_dict().values()]
    found = model(torch.from_numpy(x)).detach().numpy()
else:
    random = np.random.default_rng(0)
    shapes = [(d, m), (d,), (len(outputs), d), (len(outputs),)]
    weights = [(random.standard_normal(shape) / 10).astype(np.float32) for shape in shapes]
    found = np.maximum(x.astype(float) @ weights[0].T.astype(float) + weights[1], 0) @ weights[2].T.astype(float) + weights[3]
named = dict(zip(("W_in", "b_in", "W_out", "b_out"), weights))
np.savez(folder / "network.npz", **named)
superposition.save(folder / "network.safetensors", named)
print(repr(float(np.abs(found - y).max())))
