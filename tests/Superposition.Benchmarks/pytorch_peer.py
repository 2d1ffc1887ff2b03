#!/usr/bin/python3
"""The steps of the benchmark table in plain PyTorch, written the usual way: dense inputs, dense outputs, autograd, torch.optim.Adam.

Started by the benchmark program, or by hand:  echo 5 | pytorch_peer.py uand-m100 2
Arguments: the row's name and the number of threads. For every number read from standard input that many steps are taken, and their
times are written as one line of JSON: {"wall": milliseconds a step, "cpu": milliseconds of processor time a step}.
A row is one training step: forward, backward, Adam. Batches of the U-AND rows are made before the clock starts, which favours this side.
"""
import json
import sys
import time

import torch


def uand(m, d, batch, active=3):
    pairs = torch.triu_indices(m, m, 1)
    w = (torch.randn(m, d) / active ** 0.5).requires_grad_()
    b = torch.zeros(d, requires_grad=True)
    r = (torch.randn(pairs.shape[1], d) / d).requires_grad_()
    c = torch.zeros(pairs.shape[1], requires_grad=True)
    x = torch.zeros(batch, m).scatter_(1, torch.rand(batch, m).topk(active, 1).indices, 1.0)
    y = x[:, pairs[0]] * x[:, pairs[1]]
    adam = torch.optim.Adam([w, b, r, c], lr=1e-3)

    def step():
        adam.zero_grad()
        out = torch.relu(x @ w + b) @ r.T + c
        torch.nn.functional.mse_loss(out, y).backward()
        adam.step()

    return step, 1


def draw(batch, m=100, p=0.02):
    return (2 * torch.rand(batch, m) - 1) * (torch.rand(batch, m) < p)


def compressed(batch, pool=None):
    """100 -> 50 -> 100 without biases, L4, y = ReLU(x); drawn from a pool with replacement, or afresh."""
    w_in = (torch.rand(50, 100) * 0.2 - 0.1).requires_grad_()
    w_out = (torch.rand(100, 50) * 0.3 - 0.15).requires_grad_()
    inputs = None if pool is None else torch.cat([draw(pool // 8) for _ in range(8)])
    adam = torch.optim.Adam([w_in, w_out], lr=1e-2)

    def step():
        x = draw(batch) if inputs is None else inputs[torch.randint(0, len(inputs), (batch,))]
        adam.zero_grad()
        out = torch.relu(x @ w_in.T) @ w_out.T
        ((out - torch.relu(x)) ** 4).mean().backward()
        adam.step()

    return step, 1


def batched_seeds(seeds, batch):
    """The same network once a seed, as one batched computation."""
    w_in = (torch.rand(seeds, 50, 100) * 0.2 - 0.1).requires_grad_()
    w_out = (torch.rand(seeds, 100, 50) * 0.3 - 0.15).requires_grad_()
    adam = torch.optim.Adam([w_in, w_out], lr=1e-2)

    def step():
        x = torch.stack([draw(batch) for _ in range(seeds)])
        adam.zero_grad()
        out = torch.relu(x @ w_in.transpose(1, 2)) @ w_out.transpose(1, 2)
        ((out - torch.relu(x)) ** 4).mean(dim=(1, 2)).sum().backward()
        adam.step()

    return step, seeds


ROWS = {
    "uand-m100": lambda: uand(100, 200, 2048),
    "uand-m256": lambda: uand(256, 256, 4096),
    "uand-m256-large-batch": lambda: uand(256, 256, 8192),
    "rt1": lambda: compressed(8192, pool=800_000),
    "seeds-one-by-one": lambda: compressed(2048),
    "seeds-batched": lambda: batched_seeds(10, 2048),
}

if __name__ == "__main__":
    torch.manual_seed(0)
    torch.set_num_threads(int(sys.argv[2]))
    take, models = ROWS[sys.argv[1]]()
    take()
    print(json.dumps({"models": models, "version": torch.__version__}), flush=True)
    for line in sys.stdin:
        steps = int(line)
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(steps):
            take()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(json.dumps({"wall": 1e3 * wall / steps, "cpu": 1e3 * cpu / steps}), flush=True)
