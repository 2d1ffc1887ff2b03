using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies;

/// <summary>What everything in a cell shares: the task of its seed and the inputs that networks are measured on.</summary>
public sealed class StudyBench
{
    // Of the sums that a least-squares read-off is solved from, in double precision: 2 GiB.
    private const long MaxSums = 1L << 28;
    private const long MaxReadOffBytes = 2L << 30;

    private readonly CancellationToken cancellation;
    private readonly Lazy<InputSample> measured;
    private readonly Lazy<int?> unseen;

    /// <summary>Draws the task of a seed; inputs are drawn when they are first asked for.</summary>
    /// <param name="task">The task.</param>
    /// <param name="inputs">How many inputs are measured: all where there are no more, otherwise as many drawn.</param>
    /// <param name="seed">The cell's seed.</param>
    /// <param name="cancellation">Stops whatever walks the inputs.</param>
    public StudyBench(TaskSpec task, int inputs, Seed seed, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        Seed = seed;
        Task = task.Draw(seed);
        Inputs = inputs;
        unseen = new(() => Task.Inputs.AreReal ? null : Task.Unseen(Measured));
        measured = new(() => Task.Sample(inputs, seed.For("measurement")).StoppedBy(cancellation));
    }

    /// <summary>How many inputs are measured: all where there are no more, otherwise as many drawn.</summary>
    public int Inputs { get; }

    /// <summary>The seed of the cell, from which all other seeds in it are derived by purpose.</summary>
    public Seed Seed { get; }

    /// <summary>The task with its functions and inputs drawn for the cell's seed.</summary>
    public StudyTask Task { get; }

    /// <summary>The inputs that networks are measured on; the same for every network of a seed, so that comparisons are paired.</summary>
    public InputSample Measured => measured.Value;

    /// <summary>How many of the inputs that are measured training cannot see; null where it draws every input afresh.</summary>
    public int? Unseen => unseen.Value;

    /// <summary>The boolean functions to compute.</summary>
    /// <exception cref="ConstructionFailedException">The targets are real numbers.</exception>
    public IBooleanTargets Targets => Task.Boolean ?? throw new ConstructionFailedException(
        "The targets of this task are real numbers, expected boolean functions here.");

    /// <summary>The boolean functions to compute, for proofs about states without noise.</summary>
    /// <exception cref="ConstructionFailedException">The targets are real numbers, or the task has noise.</exception>
    public IBooleanTargets ProvableTargets => Task.Spec.Encoding?.Noise > 0
        ? throw new ConstructionFailedException(
            "The task has Gaussian noise, under which no error is bounded, expected a task without noise for a proof.")
        : Targets;

    /// <summary>The pairs whose ANDs the task asks for.</summary>
    /// <exception cref="ConstructionFailedException">It asks for something else.</exception>
    public PairAnds Pairs => Task.Boolean as PairAnds ?? (Task.Targets.Real as PairValueTargets)?.Pairs
        ?? throw new ConstructionFailedException(
            "The task asks for other functions than ANDs of pairs, which a universal-AND construction computes.");

    /// <summary>
    /// The inputs that a read-off is fitted on: all if all are measured, otherwise others than those measured.
    /// </summary>
    /// <param name="inputs">How many to draw at least.</param>
    /// <param name="activations">d; at least four inputs an activation are drawn.</param>
    /// <param name="name">The name that they are drawn by.</param>
    /// <exception cref="ConstructionFailedException">The sums of a least-squares fit would not fit into memory.</exception>
    public InputSample FitSample(int inputs, int activations, string name = "fit")
    {
        var sums = (activations + 1L) * Math.Max(activations + 1L, Task.Outputs);
        if (sums > MaxSums)
        {
            throw new ConstructionFailedException($"Least squares over {activations:N0} activations and {Task.Outputs:N0} outputs would "
                + $"take {sums / (double)(1 << 27):N0} GiB of sums, expected at most 2 GiB.");
        }

        return Measured.IsAll ? Measured : Task.FitSample(Math.Max(inputs, 4 * activations), SeedOf(name)).StoppedBy(cancellation);
    }

    /// <summary>Refuses a read-off, written out row by row, that takes more than 2 GiB.</summary>
    /// <param name="inputs">How many numbers it reads.</param>
    /// <exception cref="ConstructionFailedException">It does.</exception>
    public void RequireRoomForReadOff(int inputs)
    {
        var bytes = (long)sizeof(float) * inputs * Task.Outputs;
        if (bytes > MaxReadOffBytes)
        {
            throw new ConstructionFailedException($"A read-off of {Task.Outputs:N0} outputs from {inputs:N0} numbers would take "
                + $"{bytes / (double)(1 << 30):N0} GiB, expected at most 2 GiB: ask for fewer outputs.");
        }
    }

    /// <summary>The errors of a network on the inputs that are measured.</summary>
    public ErrorReport Errors(ReluNetwork network) => Task.Boolean is not null && !Task.Inputs.AreReal
        ? Task.Errors(network, Measured, Seed)
        : RealErrors.Measure(network, Task.Targets.Real!, Task.RealSample(Inputs, Seed.For("measurement"), cancellation));

    /// <summary>The seed of a random draw, from its name: draws of one name are the same for all networks of a seed.</summary>
    /// <param name="name">The name; names with "/" between them give a seed of a seed, and "" is the cell's seed itself.</param>
    public Seed SeedOf(string name) =>
        name.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(Seed, (seed, part) => seed.For(part));

    /// <summary>The circuit in layers that the task asks for, and the seed that it was drawn with.</summary>
    /// <exception cref="ConstructionFailedException">It asks for something else.</exception>
    public (LayeredCircuit Circuit, Seed Seed) Layers => Task.Targets is { Layers: { } circuit, Spec: LayersSpec { Seed: { } seed } }
        ? (circuit, new Seed(seed))
        : throw new ConstructionFailedException(
            "The task asks for other functions than a circuit in layers, which a deep circuit computes.");

    /// <summary>The draw of a universal-AND construction that belongs to this seed, with outputs for the task's pairs.</summary>
    /// <param name="construction">The construction.</param>
    /// <param name="neurons">d, the number of neurons.</param>
    /// <param name="purpose">"construction", or "reference" for another draw, which learned weights are compared with.</param>
    /// <param name="name">What the draw is named by; draws of one name share their weights.</param>
    /// <exception cref="ConstructionFailedException">A premise does not hold.</exception>
    public ReluNetwork Construct(IUniversalAndConstruction construction, int neurons, string purpose = "construction", string? name = null)
    {
        var size = SizeOf(construction, neurons);
        // Directions are the first thing that is drawn, so that all constructions of a seed share them.
        name ??= size.Encoding is { } encoding
            ? FormattableString.Invariant($"{encoding.Kind}-m{size.Features}-d{encoding.Dimension}")
            : FormattableString.Invariant($"{construction.Kind}-d{neurons}");
        using var generator = SeedOf(name).Generator(purpose);
        using var network = construction.Build(size, generator);
        return network.WithReadOff(((PairReadOff)network.ReadOff).For(Pairs));
    }

    /// <summary>
    /// What a universal-AND construction is built for here; one for inputs in superposition draws directions as the task's encoding says.
    /// </summary>
    /// <exception cref="ConstructionFailedException">The construction reads another kind of input than the task gives.</exception>
    public UniversalAndSize SizeOf(IUniversalAndConstruction construction, int neurons) =>
        new(Task.Inputs.Space, neurons, Encoding: (construction.UsesEncoding, Task.Spec.Encoding) switch
        {
            (_, null) => null,
            (true, RandomEncodingSpec drawn) => new EncodingSize(drawn.Directions, drawn.Dimension),
            (true, _) => throw new ConstructionFailedException($"The construction {construction.Kind} draws its own directions, and the "
                + "task's are given or learned; expected an encoding of kind random."),
            _ => throw new ConstructionFailedException($"The construction {construction.Kind} reads the features themselves, and the task "
                + "gives them in superposition; expected a task without encoding."),
        });
}
