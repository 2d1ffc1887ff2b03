using System.Collections.Immutable;

namespace Superposition.Checkpoints.Foreign;

/// <summary>
/// What the names of arrays say about a network: this project's keys, W_in and W_out, blocks of a residual stream, modules in a row, tied
/// weights.
/// </summary>
internal static class NamingSchemes
{
    private static readonly string[] Readouts =
        ["readout", "output", "out", "decoder", "unembed", "unembedding", "head", "final", "logits", "classifier"];
    private static readonly (string Weight, string Bias)[] NumberedNames =
        [("W", "b"), ("w", "b"), ("W_", "b_"), ("weight", "bias"), ("weights", "biases"), ("weight_", "bias_")];
    private static readonly string[] TiedBiases = ["b_final", "b"];
    private static readonly string[] Embeddings = ["embed", "embedding", "encoding", "emb"];

    /// <summary>The drafts that fit the names, the most likely first.</summary>
    public static IEnumerable<NetworkDraft> Drafts(IReadOnlyDictionary<string, StoredArray> arrays) =>
        ((NetworkDraft?[])[OwnKeys(arrays), InAndOut(arrays), ResidualBlocks.Draft(arrays), .. Modules(arrays), .. Numbered(arrays),
            .. Tied(arrays)]).OfType<NetworkDraft>();

    private static NetworkDraft? OwnKeys(IReadOnlyDictionary<string, StoredArray> arrays)
    {
        if (!arrays.ContainsKey("readout.weight") || !arrays.Keys.All(key =>
            !key.StartsWith("layers.", StringComparison.Ordinal) || key.Split('.') is [_, _, "weight" or "bias" or "projection"]))
        {
            return null;
        }

        var layers = ImmutableArray.CreateBuilder<LayerDraft>();
        for (; arrays.ContainsKey($"layers.{layers.Count}.weight");)
        {
            var prefix = $"layers.{layers.Count}";
            layers.Add(new LayerDraft(Own($"{prefix}.weight")!, Vector(arrays, $"{prefix}.bias"), Own($"{prefix}.projection")));
        }

        return layers.Count == 0 && !arrays.ContainsKey("encoding.weight") && arrays.Keys.Count(key =>
            key.EndsWith(".weight", StringComparison.Ordinal)) > 1
            ? null
            : new NetworkDraft(layers.ToImmutable(), Own("readout.weight"), Vector(arrays, "readout.bias"), Own("encoding.weight"));

        MatrixSource? Own(string key) => arrays.ContainsKey(key) ? new MatrixSource(key, Turn.AsStored) : null;
    }

    /// <summary>One layer under W_in, b_in, W_out and b_out, after a fixed embedding W_E where there is one.</summary>
    private static NetworkDraft? InAndOut(IReadOnlyDictionary<string, StoredArray> arrays) =>
        arrays.ContainsKey("W_in") && arrays.ContainsKey("W_out") && !arrays.ContainsKey("W_U")
        ? new NetworkDraft(
            [new LayerDraft(new MatrixSource("W_in", Turn.Either), Vector(arrays, "b_in"))], new MatrixSource("W_out", Turn.Either),
            Vector(arrays, "b_out"), Open(arrays, "W_E"))
        : null;

    /// <summary>
    /// Linear modules in a row, with ReLUs between them: fc1 and fc2 or 0 and 2 with weight and bias as PyTorch has them, kernel or w as
    /// JAX has them.
    /// </summary>
    private static IEnumerable<NetworkDraft?> Modules(IReadOnlyDictionary<string, StoredArray> arrays)
    {
        var modules = arrays.Values
            .Where(array => array.Shape.Length is 2 or 3)
            .Select(array => (Place: array.Name.LastIndexOfAny(['.', '/']), array.Name))
            .Where(module => module.Place > 0 && module.Name[(module.Place + 1)..] is "weight" or "kernel" or "w")
            .Select(module =>
                new Module(module.Name, module.Name[..module.Place], module.Name[module.Place], module.Name[(module.Place + 1)..]))
            .ToArray();
        yield return Row([.. modules.OrderBy(module => module.Rank).ThenBy(module => module.Prefix, NaturalOrder.Instance)], arrays);
        yield return Row(modules, arrays);
    }

    private static NetworkDraft? Row(Module[] modules, IReadOnlyDictionary<string, StoredArray> arrays)
    {
        var embedding = modules is [{ Rank: < 0 } first, _, ..] ? new MatrixSource(first.Weight, Turn.Either) : null;
        var rest = embedding is null ? modules : modules[1..];
        if (rest.Length < 2)
        {
            return null;
        }

        var layers = rest[..^1].Select(module => new LayerDraft(module.Source, module.Bias(arrays)));
        return new NetworkDraft([.. layers], rest[^1].Source, rest[^1].Bias(arrays), embedding);
    }

    /// <summary>
    /// W1, b1, W2, b2, … of some script, or what numpy.savez names arr_0, arr_1, … : matrices in order, each with the vector that
    /// follows it.
    /// </summary>
    private static IEnumerable<NetworkDraft?> Numbered(IReadOnlyDictionary<string, StoredArray> arrays)
    {
        foreach (var (weight, bias) in NumberedNames)
        {
            var numbers = arrays.Keys.Where(key => key.StartsWith(weight, StringComparison.Ordinal)).Select(key =>
                key[weight.Length..]).Where(number => number.Length > 0 && number.All(char.IsAsciiDigit))
                .OrderBy(number => number, NaturalOrder.Instance).ToArray();
            if (numbers.Length >= 2)
            {
                yield return new NetworkDraft(
                    [.. numbers[..^1].Select(number =>
                        new LayerDraft(new MatrixSource($"{weight}{number}", Turn.Either), Vector(arrays, $"{bias}{number}")))],
                    new MatrixSource($"{weight}{numbers[^1]}", Turn.Either), Vector(arrays, $"{bias}{numbers[^1]}"));
            }
        }

        var positional = arrays.Values.Where(array => array.Name.StartsWith("arr_", StringComparison.Ordinal)).OrderBy(array =>
            array.Name, NaturalOrder.Instance).ToArray();
        var matrices = Enumerable.Range(0, positional.Length).Where(i => positional[i].Shape.Length == 2).ToArray();
        if (positional.Length == arrays.Count && matrices is [0, _, ..])
        {
            string? BiasAfter(int i) =>
                i + 1 < positional.Length && positional[i + 1].Shape.Length == 1 ? positional[i + 1].Name : null;
            var parts = matrices.Select(i => (Source: new MatrixSource(positional[i].Name, Turn.Either), Bias: BiasAfter(i))).ToArray();
            yield return new NetworkDraft(
                [.. parts[..^1].Select(part => new LayerDraft(part.Source, part.Bias))], parts[^1].Source, parts[^1].Bias);
        }
    }

    /// <summary>
    /// The toy model of superposition, y = ReLU(Wᵀ W x + b): W is the encoding and, transposed, the layer, and there is no read-off after
    /// the ReLU.
    /// </summary>
    private static IEnumerable<NetworkDraft?> Tied(IReadOnlyDictionary<string, StoredArray> arrays)
    {
        var bias = TiedBiases.Select(key => Vector(arrays, key)).FirstOrDefault(key => key is not null);
        if (arrays.ContainsKey("W") && bias is not null)
        {
            foreach (var (encoding, layer) in new[] { (Turn.AsStored, Turn.Transposed), (Turn.Transposed, Turn.AsStored) })
            {
                yield return new NetworkDraft(
                    [new LayerDraft(new MatrixSource("W", layer), bias)], ReadOff: null, Encoding: new MatrixSource("W", encoding));
            }
        }
    }

    private static MatrixSource? Open(IReadOnlyDictionary<string, StoredArray> arrays, string key) =>
        arrays.ContainsKey(key) ? new MatrixSource(key, Turn.Either) : null;

    private static string? Vector(IReadOnlyDictionary<string, StoredArray> arrays, string key) => arrays.ContainsKey(key) ? key : null;

    private sealed record Module(string Weight, string Prefix, char Separator, string Kind)
    {
        private string Word => Prefix[(Prefix.LastIndexOfAny(['.', '/']) + 1)..];

        public int Rank => Embeddings.Contains(Word, StringComparer.Ordinal) ? -1 : Readouts.Contains(Word, StringComparer.Ordinal) ? 1 : 0;

        public MatrixSource Source => new(Weight, Kind == "weight" ? Turn.AsStored : Turn.Transposed);

        public string? Bias(IReadOnlyDictionary<string, StoredArray> arrays) =>
            Vector(arrays, $"{Prefix}{Separator}{(Kind == "w" ? "b" : "bias")}");
    }
}
