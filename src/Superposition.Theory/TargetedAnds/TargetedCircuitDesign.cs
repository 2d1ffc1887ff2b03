using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Representation;

namespace Superposition.TargetedAnds;

/// <summary>
/// A layer for chosen ANDs of several fan-ins, and for the circuits that are sums of them (arXiv 2408.05451, targeted ANDs; mixed fan-ins
/// as in the post of its authors): every AND of k features has a group of c neurons, which listen to its features with weight K/k and have
/// the bias 1 − K. With K the largest fan-in a neuron whose own AND lacks a member is silent, 1 − K/k ≤ 0; with less it leaks.
/// </summary>
/// <param name="Inputs">The inputs to serve.</param>
/// <param name="Outputs">The outputs as sums of ANDs.</param>
/// <param name="Neurons">d, the number of neurons.</param>
/// <param name="GroupSize">c, the neurons of an AND.</param>
public sealed record TargetedCircuitDesign(
    SparseInputs Inputs, ImmutableArray<MultilinearPolynomial> Outputs, int Neurons, int GroupSize)
{
    /// <summary>How the groups of neurons are drawn; balanced unless said otherwise.</summary>
    public Assignment Assignment { get; init; } = Assignment.Balanced;

    /// <summary>K; the largest fan-in where it is left out.</summary>
    public double? Level { get; init; }

    /// <summary>Φ, where the layer reads Φb; null where it reads b.</summary>
    public EncodingSize? Encoding { get; init; }

    /// <summary>K, the sum of weights that an AND's features bring with them.</summary>
    public double LevelOrDefault => Level ?? Math.Max(1, Outputs.Select(output => output.Degree).DefaultIfEmpty(1).Max());

    /// <summary>The different sets of features whose ANDs the outputs add up, in the order in which they come.</summary>
    public ImmutableArray<ImmutableArray<int>> Terms() =>
    [
        .. Outputs.SelectMany(output => output.Terms).Select(term => term.Features).Where(set => !set.IsEmpty).DistinctBy(Name)
    ];

    /// <summary>A set of features as a text, by which sets are told apart.</summary>
    internal static string Name(ImmutableArray<int> set) => string.Join(',', set);
}
