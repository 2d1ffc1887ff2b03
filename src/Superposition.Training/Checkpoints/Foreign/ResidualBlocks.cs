using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Superposition.Checkpoints.Foreign;

/// <summary>
/// Blocks of two matrices, as blocks.0.mlp.W_in and blocks.0.mlp.W_out or layers.0.mlp_in.weight and layers.0.mlp_out.weight: layers in
/// residual form on a stream, with an embedding W_E before them and W_U after them. One block alone is a layer and its read-off.
/// </summary>
internal static partial class ResidualBlocks
{
    private static readonly string[] Embeddings = ["W_E", "embed.W_E", "embed.weight", "embedding.weight"], Unembeddings =
        ["W_U", "unembed.W_U", "unembed.weight", "readout.weight"];

    /// <summary>The network, or null when the names are others.</summary>
    public static NetworkDraft? Draft(IReadOnlyDictionary<string, StoredArray> arrays)
    {
        var blocks = arrays.Keys.Select(key => (Key: key, Match: Part().Match(key))).Where(part => part.Match.Success)
            .GroupBy(part => $"{part.Match.Groups["prefix"].Value}{part.Match.Groups["index"].Value}").OrderBy(block =>
                block.Key, NaturalOrder.Instance)
            .Select(block => Block([.. block.Select(part => (part.Key, part.Match.Groups["part"].Value))])).ToArray();
        var (embedding, unembedding) = (Find(arrays, Embeddings), Find(arrays, Unembeddings));
        if (blocks.Length == 0 || blocks.Contains(null))
        {
            return null;
        }

        var layers = blocks.OfType<LayerDraft>().ToImmutableArray();
        return layers is [var only] && embedding is null && unembedding is null
            ? new NetworkDraft([only with { Projection = null, Offset = null }], only.Projection, only.Offset)
            : new NetworkDraft(layers, unembedding, Find(arrays, ["b_U", "unembed.b_U", "unembed.bias", "readout.bias"])?.Array, embedding);
    }

    private static LayerDraft? Block((string Key, string Part)[] parts)
    {
        var (weight, projection) = (Matrix(Reading()), Matrix(Writing()));
        return weight is null || projection is null ? null : new LayerDraft(weight, Vector(Reading()), projection, Vector(Writing()));

        MatrixSource? Matrix(Regex side) => parts.Where(part => side.IsMatch(part.Part) && !IsBias(part.Part)).Select(part =>
            new MatrixSource(part.Key, TurnOf(part.Key))).SingleOrDefault();

        string? Vector(Regex side) =>
            parts.Where(part => side.IsMatch(part.Part) && IsBias(part.Part)).Select(part => part.Key).SingleOrDefault();
    }

    private static bool IsBias(string part) =>
        part.StartsWith("b_", StringComparison.Ordinal) || part.EndsWith(".bias", StringComparison.Ordinal);

    /// <summary>
    /// PyTorch's linear modules have a row for each output; the matrices of transformers in raw parameters have a row for each input.
    /// </summary>
    private static Turn TurnOf(string key) => key.EndsWith(".weight", StringComparison.Ordinal)
        ? Turn.AsStored
        : key.Contains("mlp.", StringComparison.Ordinal)
        ? Turn.Transposed
        : Turn.Either;

    private static MatrixSource? Find(IReadOnlyDictionary<string, StoredArray> arrays, string[] names) =>
        names.Where(arrays.ContainsKey).Select(name =>
            new MatrixSource(name, name == "readout.weight" ? Turn.AsStored : Turn.Either)).FirstOrDefault();

    [GeneratedRegex(
        @"^(?<prefix>(.*\.)?(blocks|layers|h)\.)(?<index>\d+)\.(mlp\.)?(?<part>[Wb]_in|[Wb]_out|"
        + @"(mlp_in|mlp_out|fc1|fc2|linear1|linear2|input_layer|output_layer|up_proj|down_proj)\.(weight|bias))$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();

    [GeneratedRegex(
        @"^([Wb]_in|(mlp_in|fc1|linear1|input_layer|up_proj)\.\w+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reading();

    [GeneratedRegex(
        @"^([Wb]_out|(mlp_out|fc2|linear2|output_layer|down_proj)\.\w+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Writing();
}
