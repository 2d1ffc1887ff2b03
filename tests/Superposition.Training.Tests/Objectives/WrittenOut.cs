using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace Superposition.Tests.Objectives;

/// <summary>
/// Activations, a read-off and targets with all n·g outputs written out in double precision, and derivatives by automatic differentiation:
/// what objectives are compared with.
/// </summary>
internal sealed class WrittenOut : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Workspace workspace = new();
    private readonly bool hasBias;

    public WrittenOut(ulong seed, TargetBatch targets, int neurons, double size = 1, bool hasBias = true)
    {
        this.hasBias = hasBias;
        Targets = targets;
        using var generator = new Seed(seed).Generator("written-out");
        H = (randn(targets.Count, neurons, generator: generator) * size).clamp_min(0);
        R = randn(targets.Outputs, neurons, generator: generator) * size / Math.Sqrt(neurons);
        C = hasBias ? randn(targets.Outputs, generator: generator) / 10 : zeros(targets.Outputs);
    }

    public TargetBatch Targets { get; }

    public Tensor H { get; }

    public Tensor R { get; }

    public Tensor C { get; }

    /// <summary>Targets as a tensor, shape [n, g].</summary>
    public Tensor Y
    {
        get
        {
            var cells = new double[Targets.Count * Targets.Outputs];
            for (var i = 0; i < Targets.Count; i++)
            {
                for (var at = Targets.On.Places.Offsets[i]; at < Targets.On.Places.Offsets[i + 1]; at++)
                {
                    cells[(i * Targets.Outputs) + Targets.On.Places.Features[at]] = Targets.On.ValueAt(at);
                }
            }

            return tensor(cells).view(Targets.Count, Targets.Outputs);
        }
    }

    /// <summary>The class of every output, shape [n, g].</summary>
    public Tensor Classes
    {
        get
        {
            var classes = new byte[Targets.Outputs];
            return stack(Enumerable.Range(0, Targets.Count).Select(i =>
            {
                Targets.Functions!.Classify(Targets.Inputs![i], classes);
                return tensor(classes.Select(c => (long)c).ToArray());
            }));
        }
    }

    /// <summary>Asserts that an objective and its derivatives are a function of the outputs and its derivatives.</summary>
    public void AssertAgrees(IObjective objective, Func<Tensor, Tensor> loss, double lossTolerance = 1e-6, double gradientTolerance = 1e-5)
    {
        var h = H.to(float64).requires_grad_(true);
        var r = R.to(float64).requires_grad_(true);
        var c = C.to(float64).requires_grad_(true);
        var expected = loss(h.matmul(r.t()) + c);
        expected.backward();
        using var noGradient = no_grad();
        var (h_slope, r_slope, c_slope) = (full_like(H, double.NaN), full_like(R, double.NaN), full_like(C, double.NaN));
        var found = objective.Evaluate(new ReadOffPass(H, R, hasBias ? C : null, Targets, workspace)
        {
            ActivationGradient = h_slope,
            WeightGradient = r_slope,
            BiasGradient = c_slope,
        });
        var value = expected.item<double>();
        Assert.InRange(found, value - (lossTolerance * Math.Abs(value)), value + (lossTolerance * Math.Abs(value)));
        AssertNear(h.grad!, h_slope);
        AssertNear(r.grad!, r_slope);
        AssertNear(c.grad!, c_slope);

        void AssertNear(Tensor wanted, Tensor given)
        {
            var distance = (wanted - given.to(float64)).norm().item<double>();
            Assert.True(
                distance <= gradientTolerance * wanted.norm().item<double>(),
                $"{objective.Name}: a derivative is off by {distance / wanted.norm().item<double>():G3}.");
        }
    }

    public void Dispose()
    {
        workspace.Dispose();
        scope.Dispose();
    }
}
