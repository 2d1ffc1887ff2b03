namespace Superposition.Booleans;

/// <summary>How the gates of a random layer choose their inputs.</summary>
public enum Wiring
{
    /// <summary>Uniformly and independently: a feature is read by a Poisson number of gates, and in a third of the cases by none.</summary>
    Uniform,

    /// <summary>Dealt out: all features are read equally often, to within one, so that activity neither dies nor explodes by the luck of fan-out alone.</summary>
    Dealt,
}

/// <summary>
/// A deep boolean circuit: layers of gates, each gate reading one or two features of the layer before, any feature read by any number of gates.
/// The ground truth of computation over many layers; it works on sparse active sets and costs nothing for features that are off.
/// </summary>
public sealed class LayeredCircuit
{
    private readonly Gate[][] layers;
    private readonly int[][] readers;
    private readonly int[][] firstReader;

    /// <summary>Takes over a circuit.</summary>
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
                if (gate.First < 0 || gate.First >= width || gate.Second < 0 || gate.Second >= width || (gate.First == gate.Second) != (gate.Kind == LayerGateKind.Copy))
                {
                    throw new ArgumentException($"Layer {layer}: {gate} found; a copy reads one of {width} features (twice the same), every other gate two different ones.", nameof(layers));
                }
            }

            width = this.layers[layer].Length;
        }

        firstReader = [.. this.layers.Select((gates, layer) => CountReaders(gates, WidthBefore(layer)))];
        readers = [.. this.layers.Select((gates, layer) => ListReaders(gates, firstReader[layer]))];
    }

    /// <summary>m, the number of input features.</summary>
    public int Features { get; }

    /// <summary>L, the number of layers of gates.</summary>
    public int Depth => layers.Length;

    /// <summary>The gates of a layer.</summary>
    public ReadOnlySpan<Gate> Gates(int layer) => layers[layer];

    /// <summary>The number of features that a layer reads.</summary>
    public int WidthBefore(int layer) => layer == 0 ? Features : layers[layer - 1].Length;

    /// <summary>The gates of a layer that read a feature of the layer before, increasing.</summary>
    public ReadOnlySpan<int> Readers(int layer, int feature) =>
        readers[layer].AsSpan(firstReader[layer][feature], firstReader[layer][feature + 1] - firstReader[layer][feature]);

    /// <summary>The gates of a layer that are on, increasing.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="active">The active features that it reads.</param>
    public int[] Step(int layer, ReadOnlySpan<int> active)
    {
        var inputsOn = new Dictionary<int, int>();
        foreach (var feature in active)
        {
            foreach (var gate in Readers(layer, feature))
            {
                inputsOn[gate] = inputsOn.GetValueOrDefault(gate) + 1;
            }
        }

        int[] on = [.. inputsOn.Where(gate => layers[layer][gate.Key].Value(gate.Value)).Select(gate => gate.Key)];
        Array.Sort(on);
        return on;
    }

    /// <summary>The active features of every layer: first the input itself, then what each layer of gates gives, L + 1 sets.</summary>
    public int[][] Trace(ReadOnlySpan<int> active)
    {
        var trace = new int[Depth + 1][];
        trace[0] = active.ToArray();
        for (var layer = 0; layer < Depth; layer++)
        {
            trace[layer + 1] = Step(layer, trace[layer]);
        }

        return trace;
    }

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
