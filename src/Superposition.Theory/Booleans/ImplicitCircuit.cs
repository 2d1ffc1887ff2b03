namespace Superposition.Booleans;

/// <summary>
/// A random layered circuit that is computed gate by gate from its seed and stored nowhere, for circuits of millions of features. Its
/// wiring is dealt: all features of a layer are read once or twice, to within one equally often. A layer of m gates has T = Σ fan-in input
/// places; a permutation of T tokens says which token a place holds, tokens 0 … m − 1 are the features and the T − m others are
/// features in a second random order. Both permutations can be inverted, so that the gates that read a feature are computed as well. Gates
/// of a kind stand together: what they read is random, so their numbers carry no meaning.
/// </summary>
public sealed class ImplicitCircuit : ILayeredCircuit
{
    private readonly int[] firstOfKind = new int[5];
    private readonly SeededPermutation[] tokens;
    private readonly SeededPermutation[] seconds;
    private readonly int copies;

    /// <summary>Makes a random circuit of L layers with m gates each; only the keys of its permutations are drawn and stored.</summary>
    /// <param name="features">m, features and gates of every layer, from 2 to a billion.</param>
    /// <param name="depth">L, layers of gates.</param>
    /// <param name="mix">The shares of the kinds; their numbers are these shares of m, rounded.</param>
    /// <param name="seed">Decides the wiring.</param>
    public ImplicitCircuit(int features, int depth, GateMix mix, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(features, 1_000_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        (Features, Depth) = (features, depth);
        double[] until = [0, mix.Copy, mix.Copy + mix.And, mix.Copy + mix.And + mix.Or, 1];
        for (var kind = 0; kind < 5; kind++)
        {
            firstOfKind[kind] = (int)Math.Round(until[kind] * features);
        }

        copies = firstOfKind[1];
        var layers = Enumerable.Range(0, depth).Select(layer => Wire(seed.For($"layer:{layer}"))).ToArray();
        tokens = [.. layers.Select(layer => layer.Tokens)];
        seconds = [.. layers.Select(layer => layer.Seconds)];
    }

    /// <inheritdoc/>
    public int Features { get; }

    /// <inheritdoc/>
    public int Depth { get; }

    /// <summary>T, the input places of a layer.</summary>
    private int Places => copies + (2 * (Features - copies));

    /// <inheritdoc/>
    public int WidthBefore(int layer) => Features;

    /// <inheritdoc/>
    public LayerGateKind Kind(int layer, int gate)
    {
        var kind = 0;
        while (gate >= firstOfKind[kind + 1])
        {
            kind++;
        }

        return (LayerGateKind)kind;
    }

    /// <inheritdoc/>
    public Gate Gate(int layer, int gate)
    {
        var place = gate < copies ? gate : copies + (2 * (gate - copies));
        var first = FeatureAt(tokens[layer][place], seconds[layer]);
        return new Gate(Kind(layer, gate), first, gate < copies ? first : FeatureAt(tokens[layer][place + 1], seconds[layer]));
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Readers(int layer, int feature, Span<int> room = default)
    {
        var gates = room.Length < 2 ? new int[2] : room[..2];
        gates[0] = GateOf(tokens[layer].Inverse(feature));
        var second = seconds[layer].Inverse(feature);
        if (second >= Places - Features)
        {
            return gates[..1];
        }

        gates[1] = GateOf(tokens[layer].Inverse(Features + second));
        gates.Sort();
        return gates;
    }

    private int FeatureAt(int token, SeededPermutation second) => token < Features ? token : second[token - Features];

    private int GateOf(int place) => place < copies ? place : copies + ((place - copies) / 2);

    /// <summary>Permutations under which no gate reads the same feature twice; a draw with such a gate is thrown away.</summary>
    private (SeededPermutation Tokens, SeededPermutation Seconds) Wire(Seed seed)
    {
        for (var attempt = 0; ; attempt++)
        {
            var token = new SeededPermutation(Places, seed.For($"tokens:{attempt}"));
            var second = new SeededPermutation(Features, seed.For($"seconds:{attempt}"));
            var meets = false;
            for (var i = 0; i < Places - Features && !meets; i++)
            {
                meets = GateOf(token.Inverse(second[i])) == GateOf(token.Inverse(Features + i));
            }

            if (!meets)
            {
                return (token, second);
            }
        }
    }
}
