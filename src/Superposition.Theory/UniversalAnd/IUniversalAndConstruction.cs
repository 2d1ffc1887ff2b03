using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// A recipe for a one-layer network that computes the AND of every pair of features, and its own prediction of how well it does
/// (arXiv 2408.05451, the universal-AND theorems for basis-aligned inputs, for inputs in superposition and for random networks).
/// </summary>
public interface IUniversalAndConstruction
{
    /// <summary>The name used on the command line, in specs and in files.</summary>
    string Kind { get; }

    /// <summary>One line on what the network is.</summary>
    string Summary { get; }

    /// <summary>Whether it has a density p to choose.</summary>
    bool UsesDensity { get; }

    /// <summary>Whether its inputs are in superposition: the layer reads Φb, and the size's encoding counts.</summary>
    bool UsesEncoding => false;

    /// <summary>Whether weights are drawn, so that another seed gives another network.</summary>
    bool DrawsWeights => true;

    /// <summary>The number of neurons it needs when no other number is possible, or null when any is.</summary>
    int? RequiredNeurons(int features);

    /// <summary>The largest number of neurons that it can use, or null when there is none.</summary>
    int? MaxNeurons(int features) => null;

    /// <summary>Draws the weights of a network of one size, its read-off included; the caller disposes the network.</summary>
    /// <exception cref="ConstructionFailedException">A premise does not hold.</exception>
    ReluNetwork Build(UniversalAndSize size, Generator generator);

    /// <summary>Errors to expect on inputs drawn from the set that the network is built for.</summary>
    PredictedErrors Predict(UniversalAndSize size);
}
