namespace Superposition.Booleans;

/// <summary>How the gates of a random layer choose their inputs.</summary>
public enum Wiring
{
    /// <summary>Uniformly and independently: a feature is read by a Poisson number of gates, and in a third of the cases by none.</summary>
    Uniform,

    /// <summary>
    /// Dealt out: all features are read equally often, to within one, so that activity neither dies nor explodes by the luck of fan-out
    /// alone.
    /// </summary>
    Dealt,
}

/// <summary>
/// A deep boolean circuit whose gates are stored, each gate reading one or two features of the layer before, any feature read by any number
/// of gates. The ground truth of computation over many layers; it works on sparse active sets and costs nothing for features that are off.
/// </summary>
public sealed class LayeredCircuit : ILayeredCircuit
{
    private readonly Gate[][] layers;
    private readonly int[][] readers;
    private readonly int[][] firstReader;

    /// <summary>Makes a circuit of given layers of gates over m features.</summary>
    /// <param name="features">m, the number of input features.</param>
    /// <param name="layers">The gates of each layer; gate k of a layer is feature k for the next.</param>
    /// <exception cref="ArgumentException">A gate reads a feature that does not exist, or the same feature twice.</exception>
    public LayeredCircuit(int features, params IReadOnlyList<Gate[]> layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        Features = features;
        this.layers = [.. layers.Select(gates => (Gate[])gates.Clone())];
        var width = features;
        for (var layer = 0; layer < this.layers.Length; layer++)
        {
            foreach (var gate in this.layers[layer])
            {
                if (gate.First < 0 || gate.First >= width || gate.Second < 0 || gate.Second >= width
                    || (gate.First == gate.Second) != (gate.Kind == LayerGateKind.Copy))
                {
                    throw new ArgumentException(
                        $"Layer {layer}: {gate} found; a copy reads one of {width} features (twice the same), every other gate two "
                        + "different ones.", nameof(layers));
                }
            }

            width = this.layers[layer].Length;
        }

        firstReader = [.. this.layers.Select((gates, layer) => CountReaders(gates, WidthBefore(layer)))];
        readers = [.. this.layers.Select((gates, layer) => ListReaders(gates, firstReader[layer]))];
    }

    /// <inheritdoc/>
    public int Features { get; }

    /// <inheritdoc/>
    public int Depth => layers.Length;

    /// <summary>The gates of a layer, 0 … L − 1.</summary>
    public ReadOnlySpan<Gate> Gates(int layer) => layers[layer];

    /// <inheritdoc/>
    public int WidthBefore(int layer) => layer == 0 ? Features : layers[layer - 1].Length;

    /// <inheritdoc/>
    public LayerGateKind Kind(int layer, int gate) => layers[layer][gate].Kind;

    /// <inheritdoc/>
    public Gate Gate(int layer, int gate) => layers[layer][gate];

    /// <inheritdoc/>
    public ReadOnlySpan<int> Readers(int layer, int feature, Span<int> room = default) =>
        readers[layer].AsSpan(firstReader[layer][feature], firstReader[layer][feature + 1] - firstReader[layer][feature]);

    /// <summary>A circuit of <paramref name="depth"/> layers of m gates; their kinds are drawn from the mix.</summary>
    public static LayeredCircuit Draw(int features, int depth, GateMix mix, Wiring wiring, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 2);
        var random = seed.Stream("layered-circuit");
        var deck = new Stack<int>();
        int Other(int than)
        {
            var other = Next(wiring, features, deck, random);
            return other == than ? Other(than) : other;
        }

        var drawn = new Gate[depth][];
        for (var layer = 0; layer < depth; layer++)
        {
            drawn[layer] = new Gate[features];
            for (var k = 0; k < features; k++)
            {
                var kind = mix.Draw(random);
                var first = Next(wiring, features, deck, random);
                drawn[layer][k] = new Gate(kind, first, kind == LayerGateKind.Copy ? first : Other(first));
            }

            deck.Clear();
        }

        return new LayeredCircuit(features, drawn);
    }

    private static int Next(Wiring wiring, int features, Stack<int> deck, Random random)
    {
        if (wiring == Wiring.Uniform)
        {
            return random.Next(features);
        }

        if (deck.Count == 0)
        {
            var fresh = Enumerable.Range(0, features).ToArray();
            random.Shuffle(fresh);
            Array.ForEach(fresh, deck.Push);
        }

        return deck.Pop();
    }

    private static int[] CountReaders(Gate[] gates, int width)
    {
        var first = new int[width + 1];
        foreach (var gate in gates)
        {
            first[gate.First + 1]++;
            first[gate.Second + 1] += gate.FanIn - 1;
        }

        for (var k = 0; k < width; k++)
        {
            first[k + 1] += first[k];
        }

        return first;
    }

    private static int[] ListReaders(Gate[] gates, int[] first)
    {
        var next = first[..^1];
        var read = new int[first[^1]];
        for (var gate = 0; gate < gates.Length; gate++)
        {
            read[next[gates[gate].First]++] = gate;
            if (gates[gate].FanIn == 2)
            {
                read[next[gates[gate].Second]++] = gate;
            }
        }

        return read;
    }
}
