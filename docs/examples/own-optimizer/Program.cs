// An optimizer that the library does not have: L-BFGS in float64 (MathNet.Numerics) on a network that was trained before, over every input
// with at most two active features, under powers of the errors that rise from 64 to 2,048.
// Run it with: dotnet run --project docs/examples/own-optimizer -c Release -- FILE OUT
// for example on checkpoints/smallest-trained-m32-d64.safetensors, and prove what it found: superposition measure OUT --certify
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Networks;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

var stored = NetworkFile.Load(args[0]);
using var network = stored.Network;
var (layer, readOff) = (network.Layers.Single(), (DenseReadOff)network.ReadOff);
Tensor[] parts = [layer.Weight, layer.Bias, readOff.Weight, readOff.Bias];

// Every input and the ANDs of all its pairs, written out.
var inputs = InputSample.All(new SparseInputs(network.Features, 2, Sparsity.AtMost)).Batches(100_000).Single();
var pairs = PairAnds.All(network.Features);
var x_nm = inputs.ToDense(network.Features).to(float64);
var y_ng = zeros(inputs.Count, pairs.Count, float64);
var on = new List<int>();
for (var i = 0; i < inputs.Count; i++)
{
    on.Clear();
    pairs.AppendOn(inputs[i], on);
    on.ForEach(pair => y_ng[i, pair] = 1);
}

var best = (Value: double.PositiveInfinity, Point: Vector<double>.Build.DenseOfEnumerable(
    parts.SelectMany(part => part.detach().to(float64).flatten().data<double>())));
for (var power = 64; power <= 2048; power *= 2)
{
    // Steps are kept as they come: the minimizer throws when it runs out of iterations or of progress.
    best.Value = double.PositiveInfinity;
    try
    {
        new LimitedMemoryBfgsMinimizer(1e-12, 1e-14, 1e-14, 40, maximumIterations: 1000)
            .FindMinimum(ObjectiveFunction.Gradient(point => Evaluate(point, power)), best.Point);
    }
    catch (OptimizationException)
    {
    }

    Console.WriteLine($"power {power}: loss {best.Value:F6}");
}

using (no_grad())
{
    foreach (var (part, value) in parts.Zip(Split(best.Point)))
    {
        part.copy_(value);
    }
}

NetworkFile.Save(args[1], network, stored.Manifest);

// (mean |error|^p)^(1/p) and its derivative, by autograd, relative to the largest error.
(double Value, Vector<double> Gradient) Evaluate(Vector<double> point, int power)
{
    using var scope = NewDisposeScope();
    var values = Split(point).Select(value => value.requires_grad_(true)).ToArray();
    var hidden_nd = nn.functional.relu(x_nm.mm(values[0].t()) + values[1]);
    var errors_ng = (hidden_nd.mm(values[2].t()) + values[3] - y_ng).abs();
    var largest = errors_ng.max().detach();
    var loss = largest * (errors_ng / largest).pow(power).mean().pow(1.0 / power);
    loss.backward();
    if (loss.item<double>() < best.Value)
    {
        best = (loss.item<double>(), point.Clone());
    }

    return (loss.item<double>(), Vector<double>.Build.DenseOfEnumerable(values.SelectMany(value => value.grad!.flatten().data<double>())));
}

Tensor[] Split(Vector<double> point)
{
    var all = tensor(point.ToArray());
    return [.. all.split([.. parts.Select(part => part.numel())]).Zip(parts, (flat, part) => flat.view(part.shape).clone())];
}
