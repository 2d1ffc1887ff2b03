#!/usr/bin/python3
"""The steps of the benchmark table in PyTorch, twice: written the usual way (dense inputs, dense outputs, autograd, torch.optim.Adam), and with the algebra of
this project (rows "same-…": active features only, targets by their ones, all outputs of a mean squared error in Gram form, derivatives by hand, torch.optim.Adam).
`pytorch_peer.py check` compares the derivatives of the second with autograd's.

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


class SamePairs:
    """U-AND over all pairs, mean squared error: |H R' + 1 c' - Y|^2 needs H'H, R'R and the rows at the ones of Y, never the outputs."""

    def __init__(self, m, d, batch, active=3):
        self.m, self.batch = m, batch
        self.w = torch.randn(m, d) / active ** 0.5
        self.b = torch.zeros(d)
        self.r = torch.randn(m * (m - 1) // 2, d) / d
        self.c = torch.zeros(m * (m - 1) // 2)
        self.on = torch.rand(batch, m).topk(active, 1).indices.sort(1).values
        i, j = torch.triu_indices(active, active, 1)
        k, l = self.on[:, i].flatten(), self.on[:, j].flatten()
        self.pairs = k * (2 * m - k - 1) // 2 + l - k - 1
        self.inputs = torch.arange(batch).repeat_interleave(len(i))

    def parameters(self):
        return [self.w, self.b, self.r, self.c]

    def derive(self):
        """Sets the gradients and returns the loss."""
        w, b, r, c, n = *self.parameters(), self.batch
        h = torch.nn.functional.embedding_bag(self.on, w, mode="sum").add_(b).relu_()
        scale = 2 / (n * len(c))
        ones = h.sum(0)
        h_on, r_on = h[self.inputs], r[self.pairs]
        c_on = c[self.pairs]
        hh, rr = h.T @ h, r.T @ r
        read = r @ ones
        loss = (hh * rr).sum() + 2 * (c @ read) + n * (c @ c) - 2 * ((h_on * r_on).sum() + c_on.sum()) + len(self.pairs)
        r.grad = torch.addr(r @ hh, c, ones).index_add_(0, self.pairs, h_on, alpha=-1).mul_(scale)
        c.grad = torch.add(read, c, alpha=n).index_add_(0, self.pairs, torch.ones(len(self.pairs)), alpha=-1).mul_(scale)
        slope = (h @ rr).add_(c @ r).index_add_(0, self.inputs, r_on, alpha=-1).mul_(scale).mul_(h > 0)
        b.grad = slope.sum(0)
        w.grad = torch.zeros_like(w).index_add_(0, self.on.flatten(), slope.repeat_interleave(self.on.shape[1], 0))
        return loss / (n * len(c))

    def loss(self, parameters):
        """The same the usual way, for the check."""
        w, b, r, c = parameters
        pairs = torch.triu_indices(self.m, self.m, 1)
        x = torch.zeros(self.batch, self.m).scatter_(1, self.on, 1.0)
        return torch.nn.functional.mse_loss(torch.relu(x @ w + b) @ r.T + c, x[:, pairs[0]] * x[:, pairs[1]])


class SameCompressed:
    """100 -> 50 -> 100, L4, y = ReLU(x): active features only for inputs, first layer and targets; the outputs themselves are dense by nature."""

    def __init__(self, batch, pool=None, m=100, d=50, p=0.02):
        self.batch, self.m, self.p = batch, m, p
        self.v = torch.rand(m, d) * 0.2 - 0.1
        self.r = torch.rand(m, d) * 0.3 - 0.15
        self.pool = None
        if pool is not None:
            rows, columns, values = self.fresh(pool)
            self.starts = torch.searchsorted(rows, torch.arange(pool + 1))
            self.pool = pool, columns, values
        self.draw()

    def parameters(self):
        return [self.v, self.r]

    def fresh(self, count):
        """Active cells of count inputs: gaps between them are geometric."""
        cells = count * self.m
        gaps = torch.empty(int(cells * self.p + 8 * (cells * self.p) ** 0.5) + 16).geometric_(self.p).long()
        at = gaps.cumsum(0) - 1
        at = at[at < cells]
        return torch.div(at, self.m, rounding_mode="floor"), at % self.m, 2 * torch.rand(len(at)) - 1

    def draw(self):
        if self.pool is None:
            self.rows, self.columns, self.values = self.fresh(self.batch)
            return
        count, columns, values = self.pool
        chosen = torch.randint(0, count, (self.batch,))
        lengths = self.starts[chosen + 1] - self.starts[chosen]
        self.rows = torch.arange(self.batch).repeat_interleave(lengths)
        before = lengths.cumsum(0) - lengths
        at = torch.arange(len(self.rows)) + (self.starts[chosen] - before).repeat_interleave(lengths)
        self.columns, self.values = columns[at], values[at]

    def derive(self):
        v, r = self.parameters()
        h = torch.zeros(self.batch, v.shape[1]).index_add_(0, self.rows, v[self.columns] * self.values[:, None]).relu_()
        u = h @ r.T
        u.index_put_((self.rows, self.columns), -self.values.relu(), accumulate=True)
        square = u * u
        loss = (square * square).mean()
        u.mul_(square).mul_(4 / u.numel())
        r.grad = u.T @ h
        slope = (u @ r).mul_(h > 0)
        v.grad = torch.zeros_like(v).index_add_(0, self.columns, slope[self.rows] * self.values[:, None])
        return loss

    def loss(self, parameters):
        v, r = parameters
        x = torch.zeros(self.batch, self.m).index_put_((self.rows, self.columns), self.values)
        return ((torch.relu(x @ v) @ r.T - torch.relu(x)) ** 4).mean()


def same(net, lr, models=1):
    """A step of a network that derives by hand."""
    adam = torch.optim.Adam(net.parameters(), lr=lr)

    def step():
        with torch.no_grad():
            if isinstance(net, SameCompressed):
                net.draw()
            net.derive()
        adam.step()

    return step, models


def check():
    for net in SamePairs(12, 20, 64), SameCompressed(64), SameCompressed(64, pool=1000):
        copies = [p.clone().requires_grad_() for p in net.parameters()]
        loss = net.loss(copies)
        loss.backward()
        with torch.no_grad():
            ours = net.derive()
        assert torch.allclose(ours, loss, rtol=1e-4), (ours, loss)
        for p, copy in zip(net.parameters(), copies):
            assert torch.allclose(p.grad, copy.grad, rtol=1e-3, atol=1e-7), (p.grad - copy.grad).abs().max()
    print("derivatives agree with autograd's")


ROWS = {
    "uand-m100": lambda: uand(100, 200, 2048),
    "uand-m256": lambda: uand(256, 256, 4096),
    "uand-m256-large-batch": lambda: uand(256, 256, 8192),
    "rt1": lambda: compressed(8192, pool=800_000),
    "seeds-one-by-one": lambda: compressed(2048),
    "seeds-batched": lambda: batched_seeds(10, 2048),
    "same-uand-m100": lambda: same(SamePairs(100, 200, 2048), 1e-3),
    "same-uand-m256": lambda: same(SamePairs(256, 256, 4096), 1e-3),
    "same-uand-m256-large-batch": lambda: same(SamePairs(256, 256, 8192), 1e-3),
    "same-rt1": lambda: same(SameCompressed(8192, pool=800_000), 1e-2),
    "same-seeds": lambda: same(SameCompressed(2048), 1e-2),
}

if __name__ == "__main__":
    torch.manual_seed(0)
    if sys.argv[1:] == ["check"]:
        check()
        sys.exit()
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
