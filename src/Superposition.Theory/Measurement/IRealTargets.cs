using System.Collections.Immutable;
using Superposition.Networks;

namespace Superposition.Measurement;

/// <summary>
/// Real functions of sparse real inputs that a network is asked to compute. As with boolean ones, errors are told apart by the class of the
/// input.
/// </summary>
public interface IRealTargets
{
    /// <summary>m, the number of features the functions read.</summary>
    int Features { get; }

    /// <summary>g, the number of functions.</summary>
    int Count { get; }

    /// <summary>The names of the input classes; a class is named by its index here.</summary>
    ImmutableArray<string> Classes { get; }

    /// <summary>For every input the functions that are not 0, and their values.</summary>
    SparseVectors Of(SparseVectors inputs);

    /// <summary>Writes, for one input, the class that it belongs to for each of the g functions.</summary>
    /// <param name="active">The input's active features, increasing.</param>
    /// <param name="classes">Receives g class indices.</param>
    void Classify(ReadOnlySpan<int> active, Span<byte> classes);
}
