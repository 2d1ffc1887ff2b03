using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies;

/// <summary>What everything in a cell shares: the task of its seed and the inputs that networks are measured on.</summary>
public sealed class StudyBench
{
    // Of the sums that a least-squares read-off is solved from, in double precision: 2 GiB.
    private const long MostSums = 1L << 28;

    private readonly CancellationToken cancellation;
    private readonly Lazy<InputSample> measured;
    private readonly int inputs;

    /// <summary>Sets the bench up.</summary>
    /// <param name="task">The task.</param>
    /// <param name="inputs">How many inputs are measured: all where there are no more, otherwise as many drawn.</param>
    /// <param name="seed">The cell's seed.</param>
    /// <param name="cancellation">Stops whatever walks the inputs.</param>
    public StudyBench(TaskSpec task, int inputs, Seed seed, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        Seed = seed;
        Task = task.Draw(seed);
        this.inputs = inputs;
        measured = new(() => Task.Sample(inputs, seed.For("measurement")).StoppedBy(cancellation));
    }

    /// <summary>The cell's seed.</summary>
    public Seed Seed { get; }

    /// <summary>The task.</summary>
    public StudyTask Task { get; }

    /// <summary>The inputs that networks are measured on; the same for every network of a seed, so that comparisons are paired.</summary>
    public InputSample Measured => measured.Value;

    /// <summary>The boolean functions to compute.</summary>
    /// <exception cref="ConstructionFailedException">The targets are real numbers.</exception>
    public IBooleanTargets Targets => Task.Boolean ?? throw new ConstructionFailedException("The targets of this task are real numbers, expected boolean functions here.");

    /// <summary>The pairs whose ANDs the task asks for.</summary>
    /// <exception cref="ConstructionFailedException">It asks for something else.</exception>
    public PairAnds Pairs => Task.Boolean as PairAnds ?? throw new ConstructionFailedException("The task asks for other functions than ANDs of pairs, which a universal-AND construction computes.");

    /// <summary>
    /// The inputs that a read-off is fitted on: all if all are measured, otherwise others than those measured.
    /// </summary>
    /// <param name="inputs">How many to draw at least.</param>
    /// <param name="activations">d; at least four inputs an activation are drawn.</param>
    /// <exception cref="ConstructionFailedException">The sums of a least-squares fit would not fit into memory.</exception>
    public InputSample FitSample(int inputs, int activations)
    {
        var sums = (activations + 1L) * Math.Max(activations + 1L, Task.Outputs);
        if (sums > MostSums)
        {
            throw new ConstructionFailedException($"Least squares over {activations:N0} activations and {Task.Outputs:N0} outputs would take {sums / (double)(1 << 27):N0} GiB of sums, expected at most 2 GiB.");
        }

        return Measured.IsAll ? Measured : Task.Sample(Math.Max(inputs, 4 * activations), Seed.For("fit")).StoppedBy(cancellation);
    }

    /// <summary>The errors of a network on the inputs that are measured.</summary>
    public ErrorReport Errors(ReluNetwork network) => Task.Boolean is { } functions && !Task.Inputs.AreReal
        ? OutputErrors.Measure(network, functions, Measured)
        : RealErrors.Measure(network, Task.Targets.Real!, Task.RealSample(inputs, Seed.For("measurement"), cancellation));

    /// <summary>The draw of a universal-AND construction that belongs to this seed, with outputs for the task's pairs.</summary>
    /// <param name="construction">The construction.</param>
    /// <param name="neurons">d.</param>
    /// <param name="purpose">"construction", or "reference" for another draw, to hold learned weights against.</param>
    /// <param name="name">What the draw is named by; draws of one name share their weights.</param>
    /// <exception cref="ConstructionFailedException">A premise does not hold.</exception>
    public ReluNetwork Construct(IUniversalAndConstruction construction, int neurons, string purpose = "construction", string? name = null)
    {
        using var generator = Seed.For(name ?? FormattableString.Invariant($"{construction.Kind}-d{neurons}")).Generator(purpose);
        using var network = construction.Build(new UniversalAndSize(Task.Inputs.Space, neurons), generator);
        return network.WithReadOff(((PairReadOff)network.ReadOff).For(Pairs));
    }
}
