using Superposition.Representation;

namespace Superposition.Experiments.SmallestEpsilon;

/// <summary>One layer and what it was proved to offer.</summary>
public sealed record SmallestEpsilonRecord : CellRecord
{
    /// <summary>d, the number of neurons.</summary>
    public required int Neurons { get; init; }

    /// <summary>The construction; null for a network trained whole.</summary>
    public string? Construction { get; init; }

    /// <summary>Mean loss over the last twentieth of training.</summary>
    public double? FinalLoss { get; init; }

    /// <summary>ε of the network with the read-off that it was built or trained with.</summary>
    public ProvedEpsilon? AsItIs { get; init; }

    /// <summary>The smallest ε that any affine read-off of the layer has.</summary>
    public ProvedEpsilon? Best { get; init; }
}
