using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Baselines;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Specs;
using Superposition.Tasks;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>A network of one layer that is trained, whole or its read-off alone, from random weights or from a construction.</summary>
[Description("A network of one layer that is trained, from random weights or from a construction.")]
public sealed record TrainedNetwork : TrainingNetworkSpec
{
    /// <summary>d of the layers above the first.</summary>
    [Description("The numbers of ReLUs of further layers on top of the first; none when left out.")]
    public ImmutableArray<int>? Further { get; init; }

    /// <summary>ν on what layers read.</summary>
    [Description("Standard deviation of the noise in training on what every layer reads, in place of noise: on the encoded input, and on the pre-activations of all layers but the first; none when left out.")]
    public double? ReadNoise { get; init; }

    /// <summary>How many times it is measured along training.</summary>
    [Description("How many times the network is measured along training (the measure \"curve\" has what came of it); never when left out.")]
    public int? Curve { get; init; }

    /// <summary>What is trained.</summary>
    [Description("What is trained: whole, or read-off for the read-off alone.")]
    public required TrainedParts Trains { get; init; }

    /// <summary>The construction that training starts from.</summary>
    [Description("The construction that training starts from, under random read-offs where the read-off alone is trained; random weights when left out."), ConstructionKind(OfAnyWidth = true)]
    public string? Start { get; init; }

    /// <summary>Whether the layer starts affine.</summary>
    [Description("Whether biases begin so high that no neuron is ever off, so that the layer is affine and holds no function that is not; false when left out.")]
    public bool? NeverOff { get; init; }

    [JsonIgnore]
    private IUniversalAndConstruction? Origin => Start is null ? null : UniversalAndConstructions.Find(Start);

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. base.Problems(path),
        .. (Further ?? []).SelectMany((d, i) => SpecRules.Between(FormattableString.Invariant($"{path}.further[{i}]"), d, 1, 100_000)),
        .. SpecRules.Between($"{path}.readNoise", ReadNoise ?? 0, 0.0, 100.0),
        .. SpecRules.Between($"{path}.curve", Curve ?? 1, 1, Training.Steps, "the number of steps"),
        .. Start is not null && (Further is not null || Stream is not null)
            ? [new SpecProblem($"{path}.start", "a construction", "none where there are further layers or a residual stream: constructions have one layer in plain form")]
            : (SpecProblem[])[],
        .. Start is { } start ? SpecRules.OneOf($"{path}.start", start, UniversalAndConstructions.All.Where(kind => kind.RequiredNeurons(2) is null).Select(kind => kind.Kind)) : [],
        .. NeverOff == true && (Start is not null || Further is not null || Stream is not null)
            ? [new SpecProblem($"{path}.neverOff", "there", "none beside a start, further layers or a residual stream")]
            : (SpecProblem[])[],
    ];

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => Neurons + (Further ?? []).Sum();

    /// <inheritdoc/>
    public override double Cost(TaskSpec task)
    {
        var inputs = Training.Batch ?? 1000;
        var outputs = task.Inputs.Features * (task.Inputs.Features - 1.0) / 2;
        return 0.5 + (6.0 * Training.Steps * inputs * Neurons * outputs / 5e10);
    }

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        // The same initial weights twice: what is trained must not be the network that it is compared with.
        var untrained = Initial(bench);
        var network = Initial(bench);
        try
        {
            var plan = new TrainingPlan(Parts(bench), bench.Task, Objective.ToObjective(), Training, LearningRate)
            {
                Noise = ReadNoise is > 0 and { } read && network.Encoding is not null ? new StateNoise([read, 0, .. network.Layers.Skip(1).Select(_ => read)]) : NoiseOn(network, bench),
                Curve = Curve is { } points ? new TrainingCurve(Math.Max(1, Training.Steps / points), measured => Values(bench, measured)) : null,
            };
            var outcome = Trainer.Train(network, plan, BatchSeed(bench), new TrainingToCell(context.Progress), context.Cancellation, context.Store);
            return new DrawnNetwork(network)
            {
                Untrained = untrained,
                Start = Start,
                FinalLoss = outcome.FinalLoss,
                Trace = outcome.Trace,
                Curve = outcome.Curve,
                Failure = Failure(outcome),
            };
        }
        catch
        {
            untrained.Dispose();
            network.Dispose();
            throw;
        }
    }

    /// <summary>What is trained, with Φ where it is learned, and with the directions of a stream of its own.</summary>
    private TrainedParts Parts(StudyBench bench) =>
        Trains | (bench.Task.Spec.Encoding is { IsLearned: true } || (Stream is not null && bench.Task.Spec.Encoding is null) ? TrainedParts.Encoding : TrainedParts.None);

    private static CurveValues Values(StudyBench bench, ReluNetwork network)
    {
        var errors = bench.Errors(network);
        return new CurveValues(errors.Epsilon, errors.Rms, errors.HasThreshold ? errors.ThresholdErrors : null);
    }

    private ReluNetwork Initial(StudyBench bench)
    {
        var seed = bench.SeedOf(DrawnAs ?? FormattableString.Invariant($"d{Neurons}"));
        if (Origin is null && (Further is not null || Stream is not null || bench.Task.Spec.Encoding is not null))
        {
            using var encoding_em = bench.Task.Spec.Encoding?.Draw(bench.Task.Features, bench.Seed);
            return UntrainedNetwork.OfLayers(
                bench.Task.Inputs.Space, encoding_em, [Neurons, .. Further ?? []], Stream, isResidual: Stream is not null, bench.Task.Outputs, seed);
        }

        if (Origin is null)
        {
            var network = UntrainedNetwork.OneLayer(bench.Task.Inputs.Space, Neurons, bench.Task.Outputs, seed);
            return NeverOff == true ? UntrainedNetwork.NeverOff(network, bench.Task.Inputs.Space.Active) : network;
        }

        using var constructed = bench.Construct(Origin, Neurons);
        return Trains == TrainedParts.ReadOff
            ? UntrainedNetwork.UnderNewReadOff(constructed, bench.Task.Outputs, seed)
            : constructed.WithReadOff(((PairReadOff)constructed.ReadOff).ToDense());
    }
}
