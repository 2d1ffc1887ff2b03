using System.Text.Json.Serialization;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.Specs;
using Superposition.Studies.Networks;
using Superposition.Tasks;

namespace Superposition.Studies.ReadOffs;

/// <summary>A read-off on a network's last layer. A new kind is one record and one line here.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(OwnReadOff), "own")]
[JsonDerivedType(typeof(LeastSquaresReadOff), "least-squares")]
[JsonDerivedType(typeof(MinimaxReadOff), "minimax")]
[JsonDerivedType(typeof(UntrainedReadOff), "untrained-least-squares")]
public abstract record ReadOffSpec
{
    /// <summary>What it is called in the table.</summary>
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the read-off stands in the spec.</param>
    public virtual IEnumerable<SpecProblem> Problems(string path) => [];

    /// <summary>What it costs on d neurons, in arbitrary units.</summary>
    public abstract double Cost(TaskSpec task, int neurons);

    /// <summary>The network under this read-off; null where it is not asked for at this size.</summary>
    public abstract ReadNetwork? Read(DrawnNetwork drawn, StudyBench bench, CancellationToken cancellation);
}

/// <summary>A network under one of its read-offs.</summary>
/// <param name="Drawn">The network as its recipe gave it.</param>
/// <param name="Other">The same layers under another read-off than its own; null for its own.</param>
public sealed record ReadNetwork(DrawnNetwork Drawn, ReluNetwork? Other = null) : IDisposable
{
    /// <summary>The network under this read-off.</summary>
    public ReluNetwork Network => Other ?? Drawn.Network;

    /// <summary>Whether the read-off is the network's own.</summary>
    public bool IsOwn => Other is null;

    /// <summary>
    /// The smallest ε of any affine read-off of the layer, proved, where this read-off was found by that proof; otherwise null.
    /// </summary>
    public ProvedEpsilon? Best { get; init; }

    /// <summary>Whether its layers are those before training.</summary>
    public bool IsOfUntrained { get; init; }

    /// <summary>A copy that outlives this one.</summary>
    public ReluNetwork Copy() =>
        Network.WithReadOff(Network.ReadOff is PairReadOff pairs ? pairs.For(pairs.Pairs) : CopyOf((DenseReadOff)Network.ReadOff));

    /// <inheritdoc/>
    public void Dispose() => Other?.Dispose();

    private static DenseReadOff CopyOf(DenseReadOff readOff) => new(readOff.Weight, readOff.Bias);
}
