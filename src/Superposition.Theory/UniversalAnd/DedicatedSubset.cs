using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// The baseline without superposition at fewer neurons than pairs: d random pairs are computed exactly, the others are given 0.
/// Under a mean squared error it is hard to beat, (1 − d/C(m,2))·P(pair on); its ε is 1.
/// </summary>
public sealed class DedicatedSubset : IUniversalAndConstruction
{
    /// <inheritdoc/>
    public string Kind => "dedicated";

    /// <inheritdoc/>
    public string Summary => "one neuron for each of d random pairs, the other pairs given 0";

    /// <inheritdoc/>
    public bool UsesDensity => false;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => null;

    /// <summary>One a pair; with so many it is the naive construction.</summary>
    public int? MaxNeurons(int features) => features * (features - 1) / 2;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        if (size.Neurons > size.Pairs)
        {
            throw new ConstructionFailedException(
                $"{Kind}: {size.Neurons} neurons were asked for, expected at most one a pair, C({size.Features},2) = {size.Pairs}.");
        }

        return Of(PairAnds.All(size.Features), size.Neurons, generator);
    }

    /// <summary>One neuron for each of d random pairs among some.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="neurons">d, at most their number.</param>
    /// <param name="generator">Chooses.</param>
    public static ReluNetwork Of(PairAnds pairs, int neurons, Generator generator)
    {
        using var scope = NewDisposeScope();
        var chosen = rand(pairs.Count, generator: generator).argsort().slice(0, 0, neurons, 1).sort().Values.data<long>().ToArray();
        return PairNeurons.Network([.. chosen.Select(i => pairs.Pairs[(int)i])], pairs.Features);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size)
    {
        var missing = 1 - ((double)size.Neurons / size.Pairs);
        return PairClasses.Mix(size.Inputs, (_, members) => members == 2 ? (-missing, missing) : (0, 0));
    }
}
