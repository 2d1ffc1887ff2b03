using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Experiments;

/// <summary>What all cells of one seed share: the task, the inputs that are looked at, and the draws of each construction.</summary>
internal sealed class UniversalAndBench
{
    private readonly CancellationToken cancellation;

    /// <summary>Sets the bench up.</summary>
    /// <param name="task">Inputs and targets.</param>
    /// <param name="inputs">How many inputs are looked at: all when there are no more, otherwise drawn.</param>
    /// <param name="seed">The cell's seed.</param>
    /// <param name="cancellation">Stops whatever walks the inputs.</param>
    public UniversalAndBench(UniversalAndTaskSpec task, int inputs, ulong seed, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        Seed = new Seed(seed);
        (Task, Pairs) = task.ToTask(Seed);
        Measured = InputSample.AllUpTo(Task.Inputs, inputs, Seed.For("measurement")).StoppedBy(cancellation);
    }

    public Seed Seed { get; }

    public BooleanTask Task { get; }

    public PairAnds Pairs { get; }

    /// <summary>The inputs that are looked at.</summary>
    public InputSample Measured { get; }

    /// <summary>The inputs that a least-squares read-off of d activations is fitted on: all if all are looked at, otherwise others than those it is measured on.</summary>
    public InputSample FitSample(int activations) =>
        Measured.IsAll ? Measured : InputSample.AllUpTo(Task.Inputs, Math.Max(20_000, 4 * activations), Seed.For("fit")).StoppedBy(cancellation);

    public ErrorReport Errors(ReluNetwork network) => OutputErrors.Measure(network, Pairs, Measured);

    /// <summary>The layer as it is under a network, with the least-squares read-off.</summary>
    public ErrorReport RefittedErrors(ReluNetwork network)
    {
        using var refitted = LeastSquares.Refit(network, Pairs, FitSample(network.Neurons));
        return Errors(refitted);
    }

    /// <summary>The draw of a construction that belongs to this seed, with outputs for the task's pairs.</summary>
    /// <exception cref="ConstructionFailedException">A premise does not hold.</exception>
    public ReluNetwork Construct(string kind, int neurons) => Draw(kind, neurons, "construction");

    /// <summary>Another draw of a construction, to hold learned weights against.</summary>
    /// <exception cref="ConstructionFailedException">A premise does not hold.</exception>
    public ReluNetwork Reference(string kind, int neurons) => Draw(kind, neurons, "reference");

    private ReluNetwork Draw(string kind, int neurons, string purpose)
    {
        using var generator = Seed.For($"{kind}-d{neurons}").Generator(purpose);
        using var network = UniversalAndConstructions.Find(kind)!.Build(new UniversalAndSize(Task.Inputs, neurons), generator);
        return network.WithReadOff(((PairReadOff)network.ReadOff).For(Pairs));
    }
}
