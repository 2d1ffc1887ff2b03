using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.LearnedVersusConstructed;

/// <summary>What all cells of one seed share: the task, the inputs that are looked at, and the draws of each construction.</summary>
internal sealed class Bench
{
    private readonly LearnedVersusConstructedSpec spec;
    private readonly CancellationToken cancellation;
    private readonly InputSample measured;

    public Bench(LearnedVersusConstructedSpec spec, ulong seed, CancellationToken cancellation)
    {
        this.spec = spec;
        this.cancellation = cancellation;
        Seed = new Seed(seed);
        (Task, Pairs) = spec.Task.ToTask(Seed);
        measured = InputSample.AllUpTo(Task.Inputs, spec.Measurement.Inputs, Seed.For("measurement")).StoppedBy(cancellation);
    }

    public Seed Seed { get; }

    public BooleanTask Task { get; }

    public PairAnds Pairs { get; }

    /// <summary>The inputs that a least-squares read-off of d activations is fitted on: all if all are looked at, otherwise others than those it is measured on.</summary>
    public InputSample FitSample(int activations) =>
        measured.IsAll ? measured : InputSample.AllUpTo(Task.Inputs, Math.Max(20_000, 4 * activations), Seed.For("fit")).StoppedBy(cancellation);

    public ArmErrors Errors(Arm arm, ReluNetwork network) => new(arm, OutputErrors.Measure(network, Pairs, measured));

    /// <summary>The layer as it is under a network, with the least-squares read-off.</summary>
    public ArmErrors RefittedErrors(Arm arm, ReluNetwork network)
    {
        using var refitted = LeastSquares.Refit(network, Pairs, FitSample(network.Neurons));
        return Errors(arm, refitted);
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
