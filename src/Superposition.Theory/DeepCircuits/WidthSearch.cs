using Superposition.Booleans;

namespace Superposition.DeepCircuits;

/// <summary>What a circuit asks of a fused network whose smallest width is searched.</summary>
/// <param name="Features">m, the number of features.</param>
/// <param name="Active">s: at most so many features are active in any layer.</param>
/// <param name="Depth">L, layers of gates.</param>
/// <param name="Mix">The kinds of gates.</param>
/// <param name="Wiring">How gates choose their inputs.</param>
/// <param name="Inputs">How many living inputs have to come through all layers without a threshold error.</param>
public sealed record WidthTask(int Features, int Active, int Depth, GateMix Mix, Wiring Wiring, int Inputs)
{
    /// <summary>
    /// Whether the circuit is computed from its seed, which is always dealt, rather than stored: for hundreds of thousands of features.
    /// </summary>
    public bool IsImplicit { get; init; }

    /// <summary>Draws a circuit of this size from a seed, stored gate by gate or computed when asked for.</summary>
    internal ILayeredCircuit Circuit(Seed seed) =>
        IsImplicit ? new ImplicitCircuit(Features, Depth, Mix, seed) : LayeredCircuit.Draw(Features, Depth, Mix, Wiring, seed);
}

/// <summary>The smallest width at which a task succeeded.</summary>
/// <param name="Features">m, the number of features.</param>
/// <param name="Seed">The seed of circuit, inputs and channels.</param>
/// <param name="Units">n, the smallest width of the grid without a threshold error.</param>
/// <param name="Relus">ReLUs of the widest layer at that width.</param>
/// <param name="MeanActive">Active features of an input and layer, on average.</param>
/// <param name="Epsilon">The worst error of any feature at that width.</param>
public sealed record SmallestWidth(int Features, Seed Seed, int Units, int Relus, double MeanActive, double Epsilon);

/// <summary>Finds how few units a fused circuit needs.</summary>
public static class WidthSearch
{
    /// <summary>Neighbouring widths of the grid differ by 2^(1/16), 4.4 %.</summary>
    public const int WidthsAnOctave = 16;

    private const double UsualMost = 64;
    private const int HalfOctave = WidthsAnOctave / 2;

    /// <summary>
    /// The smallest width, by descent and bisection on the grid of widths: it succeeds and the next smaller one fails. Success is very
    /// nearly, but not provably, monotone in the width, so the result is a width that was seen to work, not a bound.
    /// </summary>
    /// <param name="task">What has to succeed.</param>
    /// <param name="design">The design at a width.</param>
    /// <param name="seed">Seeds the circuit, the inputs and the channels.</param>
    public static SmallestWidth Find(WidthTask task, Func<int, FusedDesign> design, Seed seed)
    {
        var circuit = task.Circuit(seed.For("circuit"));
        var inputs = LivingInputs.Draw(circuit, task.Active, task.Inputs, seed.For("inputs"));
        DeepReport? Try(int step)
        {
            try
            {
                var report = new FusedCircuit(circuit, design(Width(step)), seed.For("channels")).Measure(inputs, stopAtErrors: true);
                return report.ThresholdErrors == 0 ? report : null;
            }
            catch (ArgumentException)
            {
                return null; // A pool is narrower than a channel.
            }
        }

        // Down by half octaves until a width fails: far too narrow networks, in which activity explodes, are never built. Widths that
        // worked so far are a multiple of √m below 64; where that does not do, twice the features has to.
        var most = WidthsAnOctave * (int)Math.Ceiling(Math.Log2(2.0 * task.Features));
        var works = Math.Min(most, WidthsAnOctave * (int)Math.Ceiling(Math.Log2(UsualMost * Math.Sqrt(task.Features))));
        var best = Try(works);
        if (best is null && works < most)
        {
            (works, best) = (most, Try(most));
        }

        if (best is null)
        {
            throw new InvalidOperationException($"Width search: {Width(works)} units, twice the {task.Features} features, still make "
                + "threshold errors; expected a design that works at that width.");
        }

        var fails = works - HalfOctave;
        for (; fails > 0 && Try(fails) is { } report; fails -= HalfOctave)
        {
            (works, best) = (fails, report);
        }

        while (works - fails > 1)
        {
            var middle = (works + fails) / 2;
            if (Try(middle) is { } report)
            {
                (works, best) = (middle, report);
            }
            else
            {
                fails = middle;
            }
        }

        return new SmallestWidth(task.Features, seed, best.Units, best.Relus, best.Layers.Average(layer => layer.MeanActive), best.Epsilon);
    }

    private static int Width(int step) => (int)Math.Round(Math.Pow(2, (double)step / WidthsAnOctave));
}
