using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Tasks;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>
/// A network of one or more layers that is trained, whole or its read-off alone, from random weights, a construction or a file.
/// </summary>
[Description("A network of one or more layers that is trained, from random weights, a construction or a file.")]
public sealed record TrainedNetwork : TrainingNetworkSpec
{
    /// <summary>d of the layers above the first.</summary>
    [Description("The numbers of ReLUs of further layers on top of the first; none when left out.")]
    public ImmutableArray<int>? Further { get; init; }

    /// <summary>ν on what layers read.</summary>
    [Description("Standard deviation of the noise in training on what every layer reads, in place of noise: on the encoded input, and "
        + "on the pre-activations of all layers but the first; none when left out.")]
    public double? ReadNoise { get; init; }

    /// <summary>δ: gains on active features in training.</summary>
    [Description("Random gains on the values of active features in training; none when left out. Measured inputs have none.")]
    public GainJitter? Gain { get; init; }

    /// <summary>How many times it is measured along training.</summary>
    [Description("How many times the network is measured along training (the measure \"curve\" has the results); never when left out.")]
    public int? Curve { get; init; }

    /// <summary>How many times the first layer's weights are kept along training.</summary>
    [Description("How many times the first layer's weights are kept along training, for the measure \"weights\": at step 0, at the last "
        + "step and at halvings of it, 2 to 8 times; layers of more than 16,384 weights are left out. Never when left out.")]
    public int? Snapshots { get; init; }

    /// <summary>Which parameters are trained: those of the whole network, or the read-off's alone.</summary>
    [Description("What is trained: whole, or read-off for the read-off alone.")]
    public required TrainedParts Trains { get; init; }

    /// <summary>The construction that training starts from.</summary>
    [Description("The construction that training starts from, under random read-offs where the read-off alone is trained; random "
        + "weights when left out."), ConstructionKind]
    public string? Start { get; init; }

    /// <summary>η of the noise on the weights that training starts from.</summary>
    [Description("Standard deviation of normal noise on the weights that training starts from, over the root mean square of their "
        + "tensor; none when left out, and none without a start.")]
    public double? StartNoise { get; init; }

    /// <summary>The network file that training starts from.</summary>
    [Description("The network file that training starts from, in place of a construction: its layers, and its read-off where the "
        + "network is trained whole.")]
    public string? StartFile { get; init; }

    /// <summary>The SHA-256 of the file, so that a run that is resumed starts from the same weights.</summary>
    [Description("The SHA-256 of startFile in hexadecimal digits; checked where it is given.")]
    public string? StartHash { get; init; }

    /// <summary>The recipe whose network training starts from.</summary>
    [Description("The recipe whose network training starts from, in place of a construction or a file: a code, targeted ANDs, a bank, "
        + "keys, a circuit.")]
    public IBuiltNetwork? StartFrom { get; init; }

    /// <summary>φ: what neurons make of their pre-activations: relu, quadratic, gelu or tanh; relu when left out.</summary>
    [Description("What neurons make of their pre-activations: relu, quadratic, gelu or tanh; relu when left out.")]
    public Activation? Activation { get; init; }

    /// <summary>The group of permutations of the features that maps the network onto itself.</summary>
    [Description("Ties weights so that a group of permutations of the features maps the network onto itself, for all pairs: shifts, "
        + "i → i + g modulo m, or exclusive-or, i → i ⊕ g on the binary digits; neurons are blocks of m. None when left out.")]
    public FeatureGroup? Symmetry { get; init; }

    /// <summary>Whether the layer starts affine.</summary>
    [Description("Whether biases begin so high that no neuron is ever off, so that the layer is affine and holds no function that is "
        + "not; false when left out.")]
    public bool? NeverOff { get; init; }

    [JsonIgnore]
    private IUniversalAndConstruction? Origin => Start is null ? null : UniversalAndConstructions.Find(Start);

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. base.Problems(path),
        .. (Further ?? []).SelectMany((d, i) => SpecRules.Between(FormattableString.Invariant($"{path}.further[{i}]"), d, 1, 100_000)),
        .. SpecRules.Between($"{path}.readNoise", ReadNoise ?? 0, 0.0, 100.0),
        .. Gain?.Problems($"{path}.gain") ?? [],
        .. Gain?.TargetsFollow == true && Objective.NeedsBooleanTargets
            ? [new SpecProblem($"{path}.gain.targetsFollow", "true", $"false: the objective {Objective.Id} is for boolean targets")]
            : (SpecProblem[])[],
        .. SpecRules.Between($"{path}.curve", Curve ?? 1, 1, Training.Steps, "the number of steps"),
        .. SpecRules.Between($"{path}.snapshots", Snapshots ?? 2, 2, WeightSnapshot.MaxCount),
        .. Start is not null && (Further is not null || Stream is not null)
            ? [new SpecProblem(
                $"{path}.start", "a construction",
                "none where there are further layers or a residual stream: constructions have one layer in plain form")]
            : (SpecProblem[])[],
        .. Start is { } start
            ? SpecRules.OneOf($"{path}.start", start, UniversalAndConstructions.All.Select(kind => kind.Kind))
            : [],
        .. StartFrom?.Problems($"{path}.startFrom") ?? [],
        .. StartFrom is not null && (Start is not null || StartFile is not null || Activation is not null || Stream is not null)
            ? [new SpecProblem(
                $"{path}.startFrom", "given together with start, startFile, activation or stream",
                "a recipe of a construction, which says all of them itself")]
            : (SpecProblem[])[],
        .. StartNoise is { } startNoise
            ? Start is null && StartFile is null && StartFrom is null
                ? [new SpecProblem($"{path}.startNoise", "there", "none where training starts from random weights")]
                : SpecRules.Between($"{path}.startNoise", startNoise, 0.0, 10.0)
            : [],
        .. (StartFile is not null || StartHash is not null)
            && (StartFile is null || Start is not null || Activation is not null || Stream is not null)
            ? [new SpecProblem(
                $"{path}.startFile", StartFile is null
                    ? "left out although startHash is given"
                    : "given together with start, activation or stream",
                "a network file, which says all of them itself")]
            : (SpecProblem[])[],
        .. Activation is { } and not Superposition.Networks.Activation.Relu && Start is not null
            ? [new SpecProblem(
                $"{path}.activation", "given together with start",
                "one of the two: constructions have the activation that they are made for")]
            : (SpecProblem[])[],
        .. Symmetry is not null && (Start is not null || StartFile is not null || StartFrom is not null || Further is not null
            || Stream is not null || Gain is not null)
            ? [new SpecProblem($"{path}.symmetry", "there", "none together with a start, further layers, a residual stream or gains")]
            : (SpecProblem[])[],
        .. NeverOff == true && (Start is not null || Further is not null || Stream is not null)
            ? [new SpecProblem($"{path}.neverOff", "there", "none together with a start, further layers or a residual stream")]
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
        ReluNetwork? untrained = null, network = null;
        try
        {
            // The same initial weights twice: what is trained must not be the network that it is compared with.
            var symmetry = SymmetryOn(bench);
            untrained = Initial(bench, symmetry, context);
            network = Initial(bench, symmetry, context);
            var task = Gain?.On(bench.Task) ?? bench.Task;
            var plan = new TrainingPlan(Parts(bench), task, ObjectiveOn(bench), Training, LearningRate)
            {
                Noise = ReadNoise is > 0 and { } read && network.Encoding is not null
                    ? new StateNoise([read, 0, .. network.Layers.Skip(1).Select(_ => read)])
                    : NoiseOn(network, bench),
                Curve = Curve is { } points ? new TrainingCurve(Math.Max(1, Training.Steps / points), measured =>
                    Values(bench, measured)) : null,
                Snapshots = Snapshots ?? 0,
                Symmetry = symmetry,
            };
            var outcome =
                Trainer.Train(network, plan, BatchSeed(bench), new TrainingToCell(context.Progress), context.Cancellation, context.Store);
            return new DrawnNetwork(network)
            {
                Untrained = untrained,
                Start = Start ?? StartFrom?.Name ?? Path.GetFileName(StartFile),
                FinalLoss = outcome.FinalLoss,
                Trace = outcome.Trace,
                Curve = outcome.Curve,
                Snapshots = outcome.Snapshots,
                Failure = Failure(outcome),
            };
        }
        catch
        {
            untrained?.Dispose();
            network?.Dispose();
            throw;
        }
    }

    /// <summary>What is trained, with Φ where it is learned, and with the directions of a stream of its own.</summary>
    private TrainedParts Parts(StudyBench bench) =>
        Trains | (bench.Task.Spec.Encoding is { IsLearned: true } || (Stream is not null && bench.Task.Spec.Encoding is null)
            ? TrainedParts.Encoding
            : TrainedParts.None);

    private static CurveValues Values(StudyBench bench, ReluNetwork network)
    {
        var errors = bench.Errors(network);
        return new CurveValues(errors.Epsilon, errors.Rms, errors.HasThreshold ? errors.ThresholdErrors : null);
    }

    private ReluNetwork Initial(StudyBench bench, WeightSymmetry? symmetry, CellContext context)
    {
        var seed = bench.SeedOf(DrawnAs ?? FormattableString.Invariant($"d{Neurons}"));
        if (Origin is null && StartFile is null && StartFrom is null)
        {
            var random = Random(bench, seed);
            if (symmetry is null)
            {
                return random;
            }

            using (random)
            {
                return symmetry.Tied(random);
            }
        }

        using var given = Given(bench, context);
        using var dense = NetworkCopy.Dense(given);
        using var noisy =
            StartNoise is > 0 and { } eta ? WeightNoise.Add(dense, eta, NoiseScale.WholeTensor, seed.For("start-noise")) : null;
        var start = noisy ?? dense;
        return Trains == TrainedParts.ReadOff
            ? UntrainedNetwork.UnderNewReadOff(start, bench.Task.Outputs, seed)
            : NetworkCopy.Dense(start);
    }

    private WeightSymmetry? SymmetryOn(StudyBench bench)
    {
        if (Symmetry is not { } group)
        {
            return null;
        }

        if (bench.Task.Spec.Encoding is not null)
        {
            throw new ConstructionFailedException("Tied weights read the features themselves, expected a task without an encoding.");
        }

        if (bench.Task.Spec.Inputs is not SparseSetSpec { Values: null })
        {
            throw new ConstructionFailedException(
                "Tied weights are for inputs that permutations of the features map onto each other, expected inputs of the kind at-most or "
                    + "exactly, without values.");
        }

        return new WeightSymmetry(group, bench.Pairs, Neurons);
    }

    private ReluNetwork Given(StudyBench bench, CellContext context)
    {
        int[] widths = [Neurons, .. Further ?? []];
        if (StartFile is { } file)
        {
            return StartNetwork.Load(file, StartHash, widths, bench.Task).Network;
        }

        using var drawn = Origin is { } origin ? new DrawnNetwork(bench.Construct(origin, Neurons)) : StartFrom!.Draw(bench, context);
        var own = drawn.Network.Layers.Select(layer => layer.Neurons).ToArray();
        return own.SequenceEqual(widths)
            ? NetworkCopy.Dense(drawn.Network)
            : throw new ConstructionFailedException(
                $"{Start ?? StartFrom!.Name} has {string.Join(" + ", own)} neurons, expected {string.Join(" + ", widths)} as in the recipe "
                    + "that starts from it.");
    }

    private ReluNetwork Random(StudyBench bench, Seed seed)
    {
        bench.RequireRoomForReadOff(Stream ?? Further?.Last() ?? Neurons);
        if (Further is null && Stream is null && bench.Task.Spec.Encoding is null)
        {
            var network = UntrainedNetwork.OneLayer(bench.Task.Inputs.Space, Neurons, bench.Task.Outputs, seed);
            return Firing(NeverOff == true ? UntrainedNetwork.NeverOff(network, bench.Task.Inputs.Space.Active) : network);
        }

        using var encoding_em = bench.Task.Spec.Encoding?.Draw(bench.Task.Features, bench.Seed);
        if (Stream is { } stream && encoding_em is not null && encoding_em.shape[0] != stream)
        {
            throw new ConstructionFailedException(
                $"The stream is {stream} wide and Φ maps to {encoding_em.shape[0]} numbers, expected the same: the stream begins as Φb.");
        }

        return Firing(UntrainedNetwork.OfLayers(
            bench.Task.Inputs.Space, encoding_em, [Neurons, .. Further ?? []], Stream, isResidual: Stream is not null,
            bench.Task.Outputs, seed));
    }

    /// <summary>The network with the activation that is asked for; it is taken over.</summary>
    private ReluNetwork Firing(ReluNetwork network)
    {
        if (Activation is not { } activation)
        {
            return network;
        }

        using (network)
        {
            return NetworkCopy.Changed(network, (layer, _) =>
                new ReluLayer(layer.Weight, layer.Bias, layer.Projection, activation), (weight_gd, bias_g) => (weight_gd, bias_g));
        }
    }
}
