using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.Specs;
using Superposition.Studies.Networks;
using Superposition.Tasks;

namespace Superposition.Studies.ReadOffs;

/// <summary>The read-off that the network was built or trained with.</summary>
[Description("The read-off that the network was built or trained with.")]
public sealed record OwnReadOff : ReadOffSpec
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "own";

    /// <inheritdoc/>
    public override double Cost(TaskSpec task, int neurons) => 0.1;

    /// <inheritdoc/>
    public override ReadNetwork Read(DrawnNetwork drawn, StudyBench bench, CancellationToken cancellation) => new(drawn);
}

/// <summary>An affine read-off with the least mean squared error, of the layers as they are or as they were.</summary>
public abstract record FittedReadOff : ReadOffSpec
{
    internal const int UsualInputs = 20_000;

    /// <summary>How many inputs it is fitted on at least.</summary>
    [Description(
        "How many inputs it is fitted on at least where not all are measured; 20,000 when left out, and never fewer than four a neuron.")]
    public int? Inputs { get; init; }

    /// <summary>The name that these inputs are drawn by.</summary>
    [Description("The name that inputs to fit on are drawn by, with \"/\" between a name and one within it; \"fit\" when left out.")]
    public string? DrawnAs { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
        SpecRules.Between($"{path}.inputs", Inputs ?? UsualInputs, 1, 10_000_000);

    /// <inheritdoc/>
    public override double Cost(TaskSpec task, int neurons) => 0.1 + (1e-8 * Math.Pow(neurons, 3));

    private protected ReluNetwork Refit(ReluNetwork network, StudyBench bench, CancellationToken cancellation)
    {
        if (bench.Task.Boolean is not null && !bench.Task.Inputs.AreReal)
        {
            return bench.Task.Refit(network, bench.FitSample(Inputs ?? UsualInputs, network.Neurons, DrawnAs ?? "fit"), bench.Seed);
        }

        var fit = bench.Task.RealSample(Math.Max(Inputs ?? UsualInputs, 4 * network.Neurons), bench.Seed.For("fit"), cancellation);
        return network.WithReadOff(LeastSquares.Fit(network.Activations, network.ReadOff.Inputs, bench.Task.Targets.Real!, fit));
    }
}

/// <summary>The affine read-off with the least mean squared error.</summary>
[Description("The affine read-off with the least mean squared error, fitted on all inputs if all are measured, otherwise on others than "
    + "those measured.")]
public sealed record LeastSquaresReadOff : FittedReadOff
{
    /// <summary>The largest m for which it is fitted; wider tasks are left out.</summary>
    [Description("Up to which number of features it is fitted; any when left out.")]
    public int? UpToFeatures { get; init; }

    /// <summary>The largest d for which it is fitted; wider networks are left out.</summary>
    [Description("Up to which number of neurons it is fitted, for its cost grows with the cube of it; any when left out.")]
    public int? UpToNeurons { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "least-squares";

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. base.Problems(path),
        .. SpecRules.Between($"{path}.upToFeatures", UpToFeatures ?? 1, 1, int.MaxValue),
        .. SpecRules.Between($"{path}.upToNeurons", UpToNeurons ?? 1, 1, int.MaxValue),
    ];

    /// <inheritdoc/>
    public override ReadNetwork? Read(DrawnNetwork drawn, StudyBench bench, CancellationToken cancellation) =>
        bench.Task.Features > (UpToFeatures ?? int.MaxValue) || drawn.Network.Neurons > (UpToNeurons ?? int.MaxValue)
            ? null
            : new ReadNetwork(drawn, Refit(drawn.Network, bench, cancellation));
}

/// <summary>Least squares on the last layer as it was before training: what a random layer offers.</summary>
[Description("For trained networks: least squares on the last layer of the network as it was before training, what random layers offer.")]
public sealed record UntrainedReadOff : FittedReadOff
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "untrained-least-squares";

    /// <inheritdoc/>
    public override ReadNetwork? Read(DrawnNetwork drawn, StudyBench bench, CancellationToken cancellation) =>
        drawn.Untrained is { } untrained
            ? new ReadNetwork(drawn, Refit(untrained, bench, cancellation)) { IsOfUntrained = true }
            : null;
}

/// <summary>The affine read-off with the smallest worst error, proved by linear programs over every input.</summary>
[Description("The affine read-off with the smallest worst error, found and proved by a linear program an output over the inputs measured.")]
public sealed record MinimaxReadOff : ReadOffSpec
{
    /// <summary>The largest d for which it is found; wider networks are left out.</summary>
    [Description("Up to which number of neurons it is found; any when left out.")]
    public int? UpToNeurons { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "minimax";

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
        SpecRules.Between($"{path}.upToNeurons", UpToNeurons ?? 1, 1, int.MaxValue);

    /// <summary>Seconds, as measured at 529 inputs.</summary>
    public override double Cost(TaskSpec task, int neurons)
    {
        var features = (double)task.Inputs.Features;
        return features * features / 2 * features * features / 2 * neurons * neurons / 4e8;
    }

    /// <inheritdoc/>
    public override ReadNetwork? Read(DrawnNetwork drawn, StudyBench bench, CancellationToken cancellation)
    {
        if (drawn.Network.Neurons > (UpToNeurons ?? int.MaxValue))
        {
            return null;
        }

        // A cell has one thread; cells run side by side.
        var layer = LayerRepresentation.Decide(
            drawn.Network, bench.ProvableTargets, bench.Measured, ReadOffForm.Affine, parallelism: 1, cancellation);
        return new ReadNetwork(drawn, layer.Refit(drawn.Network)) { Best = ProvedEpsilon.OfLayer(layer) };
    }
}
