using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Relaxations;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>What becomes of an AND when its features have values between 0 and 1.</summary>
public enum PairFunction
{
    /// <summary>The product xy of the two values.</summary>
    Product,

    /// <summary>The smaller value, min(x, y).</summary>
    Minimum,

    /// <summary>max(0, x + y − 1), the AND of Łukasiewicz.</summary>
    Lukasiewicz,
}

/// <summary>The ANDs of all pairs of features with values.</summary>
[Description("A continuous AND of every pair of features that have values: the product, the minimum, or lukasiewicz, "
    + "max(0, x + y − 1).")]
public sealed record PairValuesSpec : TargetsSpec
{
    private const int MaxFeatures = 512;

    /// <summary>Which continuous AND.</summary>
    [Description("product, minimum or lukasiewicz.")]
    public required PairFunction Function { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, InputsSpec inputs) =>
    [
        .. SpecRules.Between("inputs.features", inputs.Features, 2, MaxFeatures, "pairs need two features"),
        .. inputs.Values is null
            ? [new SpecProblem($"{path}.kind", "pair-values of boolean inputs", "inputs with values, or the kind pairs")]
            : (SpecProblem[])[],
    ];

    /// <inheritdoc/>
    public override TaskTargets Draw(InputsSpec inputs, Seed seed)
    {
        var targets = new PairValueTargets(PairAnds.All(inputs.Features), Function);
        return new TaskTargets(targets, output =>
            FormattableString.Invariant($"x{targets.Pairs.Pairs[output].First}∧x{targets.Pairs.Pairs[output].Second}"))
        {
            Spec = this,
        };
    }
}

/// <summary>A continuous AND of pairs of features; a feature that is not active is 0.</summary>
/// <param name="pairs">The pairs.</param>
/// <param name="function">Which continuous AND.</param>
public sealed class PairValueTargets(PairAnds pairs, PairFunction function) : IRealTargets
{
    /// <summary>The pairs (k, l) of features whose function is computed, in the order of the outputs.</summary>
    public PairAnds Pairs => pairs;

    /// <inheritdoc/>
    public int Features => pairs.Features;

    /// <inheritdoc/>
    public int Count => pairs.Count;

    /// <inheritdoc/>
    public ImmutableArray<string> Classes => pairs.Classes;

    /// <inheritdoc/>
    public SparseVectors Of(SparseVectors inputs)
    {
        var places = inputs.Places;
        List<int> on = [];
        List<float> values = [];
        var offsets = new int[places.Count + 1];
        for (var i = 0; i < places.Count; i++)
        {
            for (var first = places.Offsets[i]; first < places.Offsets[i + 1]; first++)
            {
                for (var second = first + 1; second < places.Offsets[i + 1]; second++)
                {
                    var (output, value) = (pairs.IndexOf(places.Features[first], places.Features[second]),
                        Value(inputs.ValueAt(first), inputs.ValueAt(second)));
                    if (output >= 0 && value != 0)
                    {
                        on.Add(output);
                        values.Add((float)value);
                    }
                }
            }

            offsets[i + 1] = on.Count;
        }

        return new SparseVectors(new ActiveSets([.. on], offsets), [.. values]);
    }

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<int> active, Span<byte> classes) => pairs.Classify(active, classes);

    private double Value(double first, double second) => function switch
    {
        PairFunction.Product => first * second,
        PairFunction.Minimum => ContinuousFeatures.Minimum(first, second),
        _ => ContinuousFeatures.Lukasiewicz(first, second),
    };
}
