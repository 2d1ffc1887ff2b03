using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;

namespace Superposition.Tasks;

/// <summary>Inputs whose features are active independently of each other.</summary>
public sealed class BernoulliInputs : InputDistribution
{
    private readonly ImmutableArray<double> each;
    private readonly double alike;
    private readonly ValuesSpec? values;

    private BernoulliInputs(int features, ImmutableArray<double> each, double alike, double mean, ValuesSpec? values)
        : base(values)
    {
        (this.each, this.alike, this.values) = (each, alike, values);
        Space = new SparseInputs(features, (int)Math.Clamp(Math.Ceiling(mean), 1, features), Sparsity.AtMost);
    }

    /// <inheritdoc/>
    public override SparseInputs Space { get; }

    /// <inheritdoc/>
    public override string Description => Words(each.IsDefault
        ? FormattableString.Invariant($"{Space.Features} features active independently with probability {alike:g3}")
        : FormattableString.Invariant(
            $"{Space.Features} features active independently with probabilities {each.Min():g3} to {each.Max():g3}"));

    /// <summary>All features with one probability, above 0 and below 1.</summary>
    public static BernoulliInputs Alike(int features, double probability, ValuesSpec? values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        return new BernoulliInputs(features, default, probability, features * probability, values);
    }

    /// <summary>Every feature with a probability of its own.</summary>
    public static BernoulliInputs Each(ImmutableArray<double> probabilities, ValuesSpec? values) =>
        new(probabilities.Length, probabilities, 0, probabilities.Sum(), values);

    /// <summary>
    /// Draws inputs. Where probabilities are alike, gaps between active features are geometric, so that the cost is that of the active
    /// features alone.
    /// </summary>
    public override SparseVectors Draw(Random random, int inputs)
    {
        var scale = 1 / Math.Log(1 - alike);
        var places = new List<int>();
        var drawn = new List<float>();
        var offsets = new int[inputs + 1];
        for (var i = 0; i < inputs; i++)
        {
            for (var feature = Next(-1); feature < Space.Features; feature = Next(feature))
            {
                places.Add((int)feature);
                if (values is not null)
                {
                    drawn.Add(values.Draw(random));
                }
            }

            offsets[i + 1] = places.Count;
        }

        return new SparseVectors(new ActiveSets([.. places], offsets), values is null ? null : [.. drawn]);

        double Next(double feature)
        {
            if (each.IsDefault)
            {
                return feature + 1 + Math.Floor(Math.Log(1 - random.NextDouble()) * scale);
            }

            do
            {
                feature++;
            }
            while (feature < each.Length && random.NextDouble() >= each[(int)feature]);
            return feature;
        }
    }
}
