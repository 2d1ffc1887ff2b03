using System.Collections.Immutable;

namespace Superposition.Booleans;

/// <summary>
/// The boolean functions that a network is asked to compute: the ground truth. Every function sorts inputs into a few classes (for an AND:
/// none, one or both of its pair active), because errors mean different things in each.
/// </summary>
public interface IBooleanTargets
{
    /// <summary>m, the number of features the functions read.</summary>
    int Features { get; }

    /// <summary>g, the number of functions.</summary>
    int Count { get; }

    /// <summary>The names of the input classes; a class is named by its index here.</summary>
    ImmutableArray<string> Classes { get; }

    /// <summary>Writes, for one input, the class that it belongs to for each of the g functions.</summary>
    /// <param name="active">The input's active features, increasing.</param>
    /// <param name="classes">Receives g class indices.</param>
    void Classify(ReadOnlySpan<int> active, Span<byte> classes);

    /// <summary>Appends, for one input, the indices of the functions that are 1, in increasing order.</summary>
    void AppendOn(ReadOnlySpan<int> active, List<int> on);

    /// <summary>The value, 0 or 1, that every function has on all inputs of a class.</summary>
    int ValueOf(int inputClass);
}
