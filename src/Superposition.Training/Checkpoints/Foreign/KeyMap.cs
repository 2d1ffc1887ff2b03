using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Superposition.Specs;

namespace Superposition.Checkpoints.Foreign;

/// <summary>
/// Which arrays of a foreign file are which parts of a network, as pairs KEY=ARRAY such as
/// "layers.0.weight=0.weight,readout.weight=2.weight". Keys are those of this project's files, and layers.0.offset for a constant that a
/// residual layer adds to the stream. ARRAY.T is an array transposed, where no array has that name. Without readout.weight the outputs are
/// what the last layer gives.
/// </summary>
public sealed partial record KeyMap
{
    private const string Form =
        "KEY=ARRAY,… with keys such as layers.0.weight, layers.0.bias, readout.weight, readout.bias and encoding.weight";

    private KeyMap(ImmutableSortedDictionary<string, string> arrays) => Arrays = arrays;

    /// <summary>The map that leaves everything to the names in the file.</summary>
    public static KeyMap Empty { get; } = new(ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>
    /// For each of this project's keys, the name of the array in the foreign file, ".T" included where it is transposed.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Arrays { get; }

    /// <summary>
    /// Whether the map names weights, and with them all parts of the network; otherwise it adds biases to what the names in the file say.
    /// </summary>
    public bool IsWhole =>
        Arrays.Keys.Any(key => !key.EndsWith(".bias", StringComparison.Ordinal) && !key.EndsWith(".offset", StringComparison.Ordinal));

    /// <summary>Reads a map from its pairs KEY=ARRAY, separated by commas; spaces around them do not count.</summary>
    /// <exception cref="NetworkFileException">It has another form, an unknown key, or a key twice.</exception>
    public static KeyMap Parse(string text)
    {
        var arrays = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split('=', 2, StringSplitOptions.TrimEntries) is not [var key, { Length: > 0 } array] || !Key().IsMatch(key))
            {
                throw new NetworkFileException($"The map has {Quotation.Of(pair)}, expected {Form}.");
            }

            if (!arrays.TryAdd(key, array))
            {
                throw new NetworkFileException($"The map has the key {Quotation.Of(key)} twice, expected it once.");
            }
        }

        return arrays.Count > 0 ? new KeyMap(arrays.ToImmutable()) : throw new NetworkFileException($"The map is empty, expected {Form}.");
    }

    [GeneratedRegex(
        @"^(encoding\.weight|layers\.(0|[1-9]\d{0,5})\.(weight|bias|projection|offset)|readout\.(weight|bias))$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();
}

/// <summary>What is known about a foreign file besides its content.</summary>
public sealed record ForeignReading
{
    /// <summary>Nothing but the file.</summary>
    public static ForeignReading Guess { get; } = new();

    /// <summary>m, where the shapes leave the orientation open; null when it is not known.</summary>
    public int? Features { get; init; }

    /// <summary>
    /// Which network of a stack of them, from 0, where every array has a leading axis of instances; null for a file of one network.
    /// </summary>
    public int? Instance { get; init; }

    /// <summary>Whether the caller knows what the outputs are, so that nothing is assumed of them.</summary>
    public bool KnowsOutputs { get; init; }

    /// <summary>Which arrays are which parts.</summary>
    public KeyMap Map { get; init; } = KeyMap.Empty;
}
