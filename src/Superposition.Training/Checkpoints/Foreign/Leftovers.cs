using System.Text.RegularExpressions;
using Superposition.Specs;

namespace Superposition.Checkpoints.Foreign;

/// <summary>
/// Arrays of a foreign file that no part of the network is made of. They are named; those without which the network would compute something
/// else are refused.
/// </summary>
internal static partial class Leftovers
{
    /// <summary>The arrays that are not used, in words; null when there are none.</summary>
    /// <param name="arrays">All arrays.</param>
    /// <param name="used">The names of those that are used.</param>
    public static string? Describe(IReadOnlyDictionary<string, StoredArray> arrays, IEnumerable<string> used)
    {
        var unused = arrays.Keys.Except(used, StringComparer.Ordinal).ToArray();
        return unused.Length == 0 ? null : $"ignored: {Quotation.List(unused)}";
    }

    /// <summary>Refuses arrays that belong to the computation although their names were not understood.</summary>
    /// <exception cref="NetworkFileException">
    /// There is one: a bias under another name, a part of attention, of a normalisation or of a convolution.
    /// </exception>
    public static void Refuse(IReadOnlyDictionary<string, StoredArray> arrays, NetworkDraft draft)
    {
        var missing = draft.Layers.Select((layer, i) => (layer.Bias, Key: $"layers.{i}.bias")).Append(
            (draft.ReadOffBias, Key: "readout.bias")).Where(bias => bias.Item1 is null).Select(bias => bias.Key).ToArray();
        var widths = draft.Matrices.SelectMany(matrix => arrays[matrix.Array].Shape).ToHashSet();
        foreach (var array in arrays.Keys.Except(draft.Arrays, StringComparer.Ordinal).Select(name => arrays[name]))
        {
            if (OtherComputation().IsMatch(array.Name))
            {
                throw new NetworkFileException(
                    $"The array {Quotation.Of(array.Name)} {array.ShapeText} belongs to a part that is no ReLU layer (attention, a "
                        + "normalisation or a convolution), expected a network of ReLU layers; --map names the arrays that make one up.");
            }

            if (missing.Length > 0 && widths.Contains(array.Shape.LastOrDefault()) && BiasLike().IsMatch(array.Name))
            {
                var names = draft.Layers is [{ Weight.Array: "W_in" }]
                    ? string.Join(" or ", missing.Select(key => key == "readout.bias" ? "b_out" : "b_in"))
                    : string.Join(" or ", missing.Take(3));
                throw new NetworkFileException(
                    $"The array {Quotation.Of(array.Name)} {array.ShapeText} would be ignored while the network lacks "
                        + $"{string.Join(" and ", missing.Take(3))}: did you mean {names} (--map {missing[0]}={array.Name})?");
            }
        }
    }

    [GeneratedRegex(
        @"(^|[._/])(attn|attention|self_attn|ln\d*|ln_\w+|\w*norm\d*|bn\d*|running_(mean|var)|conv\d*)([._/]|$)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherComputation();

    [GeneratedRegex(
        @"(^|[._/])(b|bias|biases|beta|(b|bias)_?\w{0,5}|\w{0,12}_bias)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BiasLike();
}
