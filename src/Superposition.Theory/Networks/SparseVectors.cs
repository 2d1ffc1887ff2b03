using Superposition.Booleans;

namespace Superposition.Networks;

/// <summary>
/// A batch of sparse real vectors (inputs of a network, or what its outputs should be): for each of them the places that are not 0, and the
/// values there. Boolean vectors have no values written down: they are 1.
/// </summary>
public sealed class SparseVectors
{
    private readonly float[]? values;

    /// <summary>Takes the places that are not 0, and the values there; all are 1 without values.</summary>
    /// <param name="places">For every vector the places that are not 0.</param>
    /// <param name="values">The values there, vector after vector; when left out, 1 everywhere.</param>
    public SparseVectors(ActiveSets places, float[]? values = null)
    {
        if (values is not null && values.Length != places.Features.Length)
        {
            throw new ArgumentException($"{places.Features.Length} places need as many values, found {values.Length}.", nameof(values));
        }

        Places = places;
        this.values = values;
    }

    /// <summary>The number of vectors, n.</summary>
    public int Count => Places.Count;

    /// <summary>For every vector the places that are not 0.</summary>
    public ActiveSets Places { get; }

    /// <summary>Whether every value at a listed place is 1.</summary>
    public bool AreBoolean => values is null;

    /// <summary>The values, vector after vector; empty when all are 1.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>Boolean vectors: every active feature has the value 1.</summary>
    public static implicit operator SparseVectors(ActiveSets places) => new(places);

    /// <summary>Some of the vectors, in the order in which they are named; one may be named more than once.</summary>
    public SparseVectors Choose(ReadOnlySpan<int> vectors)
    {
        var chosen = Places.Choose(vectors);
        if (values is null)
        {
            return new SparseVectors(chosen);
        }

        var chosenValues = new float[chosen.Features.Length];
        for (var i = 0; i < vectors.Length; i++)
        {
            values.AsSpan(Places.Offsets[vectors[i]], chosen[i].Length).CopyTo(chosenValues.AsSpan(chosen.Offsets[i]));
        }

        return new SparseVectors(chosen, chosenValues);
    }

    /// <summary>The value at an index into <see cref="ActiveSets.Features"/>.</summary>
    public float ValueAt(int index) => values is null ? 1 : values[index];
}
