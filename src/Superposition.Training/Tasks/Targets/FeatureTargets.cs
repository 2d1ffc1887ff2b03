using System.Collections.Immutable;
using System.Numerics.Tensors;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;

namespace Superposition.Tasks;

/// <summary>
/// Functions of real features, one for each: y = x, y = ReLU(x), or y = ReLU(x) + Mx. An output's own feature is active or it is not.
/// </summary>
public sealed class FeatureTargets : IRealTargets
{
    private readonly bool cutsOff;
    private readonly float[][]? mixingColumns;

    private FeatureTargets(int features, bool cutsOff, float[][]? mixingColumns)
    {
        (Features, this.cutsOff, this.mixingColumns) = (features, cutsOff, mixingColumns);
    }

    /// <inheritdoc/>
    public int Features { get; }

    /// <inheritdoc/>
    public int Count => Features;

    /// <inheritdoc/>
    public ImmutableArray<string> Classes { get; } = ["quiet", "active"];

    /// <summary>The identity: every output is its own feature, y = x, for m features.</summary>
    public static FeatureTargets Identity(int features) => new(features, cutsOff: false, mixingColumns: null);

    /// <summary>The rectifier of every feature, with a mixing matrix where one is given: y = ReLU(x) + Mx.</summary>
    /// <param name="features">m, the number of features.</param>
    /// <param name="mixing">M, row by row [m, m], or null for none.</param>
    /// <exception cref="ArgumentException">M is not m × m.</exception>
    public static FeatureTargets Relu(int features, IReadOnlyList<float[]>? mixing)
    {
        if (mixing is not null && (mixing.Count != features || mixing.Any(row => row.Length != features)))
        {
            throw new ArgumentException(
                $"The mixing matrix of {features} features needs the shape [{features}, {features}].", nameof(mixing));
        }

        return new FeatureTargets(
            features, cutsOff: true, mixing is null
            ? null
            : [.. Enumerable.Range(0, features).Select(k => mixing.Select(row => row[k]).ToArray())]);
    }

    /// <inheritdoc/>
    public SparseVectors Of(SparseVectors inputs)
    {
        var places = inputs.Places;
        var on = new List<int>(places.Features.Length);
        var values = new List<float>(places.Features.Length);
        var offsets = new int[places.Count + 1];
        var row = new float[Features];
        for (var i = 0; i < places.Count; i++)
        {
            if (mixingColumns is null)
            {
                for (var at = places.Offsets[i]; at < places.Offsets[i + 1]; at++)
                {
                    var x = inputs.ValueAt(at);
                    Add(places.Features[at], cutsOff ? Math.Max(0, x) : x);
                }
            }
            else
            {
                Mix(inputs, i, row);
                for (var k = 0; k < row.Length; k++)
                {
                    Add(k, row[k]);
                }
            }

            offsets[i + 1] = on.Count;
        }

        return new SparseVectors(new ActiveSets([.. on], offsets), [.. values]);

        void Add(int output, float value)
        {
            if (value != 0)
            {
                on.Add(output);
                values.Add(value);
            }
        }
    }

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<int> active, Span<byte> classes)
    {
        classes.Clear();
        foreach (var feature in active)
        {
            classes[feature] = 1;
        }
    }

    private void Mix(SparseVectors inputs, int input, float[] row)
    {
        Array.Clear(row);
        var places = inputs.Places;
        for (var at = places.Offsets[input]; at < places.Offsets[input + 1]; at++)
        {
            var (feature, x) = (places.Features[at], inputs.ValueAt(at));
            TensorPrimitives.MultiplyAdd(mixingColumns![feature], x, row, row);
            row[feature] += Math.Max(0, x);
        }
    }
}
