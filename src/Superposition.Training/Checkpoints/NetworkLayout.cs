using System.Collections.Immutable;
using System.Globalization;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// The arrays of a network in a file: encoding.weight [d0, m] where there is a Φ, layers.0.weight [d, m], layers.0.bias [d], in residual
/// form layers.0.projection [m, d], …, then readout.weight [g, d] and readout.bias [g], or, when the metadata readout is "pairs",
/// readout.factors [d, m], readout.scale [] and perhaps readout.correction [c, m]. Keys, element types and shapes are checked against each
/// other before any data is read.
/// </summary>
internal sealed class NetworkLayout
{
    private const string EncodingKey = "encoding.weight", WeightKey = "readout.weight", BiasKey = "readout.bias", FactorsKey =
        "readout.factors", ScaleKey = "readout.scale";
    private const string CorrectionKey = "readout.correction", ReadOffPrefix = "readout.";
    private const string FormKey = "readout", PairsForm = "pairs", NormalisationKey = "readout.normalisation";
    private const string ActivationKey = "activation";
    private static readonly ImmutableArray<string> NormalisationNames = ["constant", "shared-neurons"];
    private static readonly ImmutableArray<string> ActivationNames = ["relu", "quadratic", "gelu", "tanh"];

    private readonly IArrayFile file;
    private readonly int layers;
    private readonly PairNormalisation? normalisation;
    private readonly ImmutableArray<Activation> activations;

    // The array walked last and what it gives to the next.
    private readonly List<string> keys = [];
    private string giver = "";
    private int given;

    private NetworkLayout(IArrayFile file)
    {
        this.file = file;
        if (file.Arrays.ContainsKey(EncodingKey))
        {
            (given, Features) = Matrix(EncodingKey);
            giver = EncodingKey;
        }

        for (var last = file.Arrays.Keys.Select(LayerOf).DefaultIfEmpty(-1).Max(); layers <= last; layers++)
        {
            Step(LayerWeight(layers));
            Require(LayerBias(layers), given);
            if (file.Arrays.ContainsKey(LayerProjection(layers)))
            {
                var (stream, _) = Matrix(LayerProjection(layers));
                Require(LayerProjection(layers), Matrix(LayerWeight(layers)).Columns, given);
                (giver, given) = (LayerProjection(layers), stream);
            }
        }

        activations = Activations();
        normalisation = Normalisation();
        if (normalisation is null)
        {
            Step(WeightKey);
            Require(BiasKey, given);
            Outputs = given;
        }
        else
        {
            Step(FactorsKey, givesRows: false);
            Require(FactorsKey, given, Features);
            Require(ScaleKey);
            if (file.Arrays.ContainsKey(CorrectionKey))
            {
                Require(CorrectionKey, Matrix(CorrectionKey).Rows, Features);
            }
        }
    }

    /// <summary>m, the number of features.</summary>
    public int Features { get; private set; }

    /// <summary>g, or null when the read-off is structured, so that the list of pairs decides.</summary>
    public int? Outputs { get; }

    /// <summary>The keys of the network's arrays, some more than once.</summary>
    public IEnumerable<string> Keys => keys;

    /// <summary>Checks a file's keys and shapes; keys that are not a network's are left alone.</summary>
    /// <exception cref="NetworkFileException">A key is missing, or an array does not fit its neighbours.</exception>
    public static NetworkLayout Check(IArrayFile file) => new(file);

    /// <summary>Whether a file has a read-off under this project's keys.</summary>
    public static bool IsIn(IArrayFile file) => file.Arrays.ContainsKey(WeightKey) || file.Arrays.ContainsKey(FactorsKey);

    /// <summary>The arrays of a network with one of the forms of its read-off, by key. The tensors stay the network's.</summary>
    public static Dictionary<string, Tensor> Arrays(ReluNetwork network, ReadOff readOff)
    {
        var arrays = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        if (network.Encoding is { } encoding)
        {
            arrays.Add(EncodingKey, encoding);
        }

        for (var i = 0; i < network.Layers.Count; i++)
        {
            arrays.Add(LayerWeight(i), network.Layers[i].Weight);
            arrays.Add(LayerBias(i), network.Layers[i].Bias);
            if (network.Layers[i].Projection is { } projection)
            {
                arrays.Add(LayerProjection(i), projection);
            }
        }

        if (readOff is not (DenseReadOff or PairReadOff))
        {
            throw new ArgumentException($"A {readOff.GetType().Name} has no form in a file.", nameof(readOff));
        }

        // A read-off's field names are the keys, so that none of its parameters can be left out.
        foreach (var (name, values) in readOff.state_dict())
        {
            arrays.Add(ReadOffPrefix + name, values);
        }

        return arrays;
    }

    /// <summary>
    /// The metadata strings that say in which form a read-off is stored and what neurons do with their pre-activations; none for a dense
    /// one after ReLUs.
    /// </summary>
    public static Dictionary<string, string> Strings(ReluNetwork network, ReadOff readOff)
    {
        var strings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (readOff is PairReadOff pairs)
        {
            strings.Add(FormKey, PairsForm);
            strings.Add(NormalisationKey, NormalisationNames[(int)pairs.Normalisation]);
        }

        if (network.Layers.Any(layer => layer.Activation != Activation.Relu))
        {
            strings.Add(ActivationKey, string.Join(',', network.Layers.Select(layer => ActivationNames[(int)layer.Activation])));
        }

        return strings;
    }

    /// <summary>Reads the data and puts the network together.</summary>
    /// <param name="outputs">The pairs that a structured read-off reads.</param>
    /// <exception cref="NetworkFileException">A number is NaN or infinite, or the file breaks off.</exception>
    public ReluNetwork Read(PairAnds? outputs)
    {
        // Arrays are read one at a time: next to the network itself there is never more than one of them in memory.
        var parts = new List<IDisposable>();
        try
        {
            using var scope = NewDisposeScope();
            for (var i = 0; i < layers; i++)
            {
                using var weights = NewDisposeScope();
                var projection = file.Arrays.ContainsKey(LayerProjection(i)) ? Finite(LayerProjection(i)) : null;
                parts.Add(new ReluLayer(Finite(LayerWeight(i)), Finite(LayerBias(i)), projection, activations[i]));
            }

            var readOff = ReadReadOff(outputs);
            parts.Add(readOff);
            return new ReluNetwork(
                [.. parts.OfType<ReluLayer>()], readOff, file.Arrays.ContainsKey(EncodingKey) ? Finite(EncodingKey) : null);
        }
        catch
        {
            parts.ForEach(part => part.Dispose());
            throw;
        }
    }

    /// <summary>Makes sure that all numbers of an array are finite.</summary>
    /// <exception cref="NetworkFileException">One is not: which, and where.</exception>
    public static void RequireFinite(string name, Tensor values)
    {
        if (TensorBytes.FirstNotFinite(values) is >= 0 and var place)
        {
            var value = values.detach().flatten()[place].item<float>();
            var indices = new long[values.dim()];
            for (var i = indices.Length - 1; i >= 0; i--)
            {
                (place, indices[i]) = Math.DivRem(place, values.shape[i]);
            }

            throw new NetworkFileException(
                $"{name}{(indices.Length == 0 ? "" : StoredArray.Describe(indices))} is {value}, expected finite numbers only.");
        }
    }

    private ReadOff ReadReadOff(PairAnds? outputs)
    {
        using var scope = NewDisposeScope();
        return normalisation is { } rule
            ? new PairReadOff(
                Finite(FactorsKey), Finite(ScaleKey).item<float>(), rule, outputs!, file.Arrays.ContainsKey(CorrectionKey)
                ? Finite(CorrectionKey)
                : null)
            : new DenseReadOff(Finite(WeightKey), Finite(BiasKey));
    }

    private Tensor Finite(string key)
    {
        var values = file.Read(key);
        RequireFinite(key, values);
        return values;
    }

    /// <summary>The activation of every layer: named one by one, separated by commas, or not at all where they are all ReLUs.</summary>
    private ImmutableArray<Activation> Activations()
    {
        if (!file.Metadata.TryGetValue(ActivationKey, out var text))
        {
            return [.. Enumerable.Repeat(Activation.Relu, layers)];
        }

        var places = text.Split(',').Select(name => ActivationNames.IndexOf(name)).ToArray();
        return places.Length == layers && places.All(place => place >= 0)
            ? [.. places.Select(place => (Activation)place)]
            : throw NetworkManifest.Wrong(ActivationKey, text,
                $"{layers} of {string.Join(", ", ActivationNames.Select(Quotation.Of))}, one a layer, separated by commas");
    }

    private PairNormalisation? Normalisation()
    {
        if (!file.Metadata.TryGetValue(FormKey, out var form))
        {
            return file.Arrays.ContainsKey(FactorsKey)
                ? throw NetworkManifest.Wrong(FormKey, null, $"\"{PairsForm}\" together with {FactorsKey}")
                : null;
        }

        if (form != PairsForm)
        {
            throw NetworkManifest.Wrong(FormKey, form, $"\"{PairsForm}\", or no such key together with {WeightKey}");
        }

        if (file.Arrays.ContainsKey(WeightKey))
        {
            throw new NetworkFileException(
                $"The file has {WeightKey} and the metadata {FormKey} \"{PairsForm}\", expected one form of the read-off.");
        }

        var name = file.Metadata.GetValueOrDefault(NormalisationKey);
        return name is not null && NormalisationNames.IndexOf(name) is >= 0 and var place
            ? (PairNormalisation)place
            : throw NetworkManifest.Wrong(NormalisationKey, name, $"one of {string.Join(", ", NormalisationNames.Select(Quotation.Of))}");
    }

    /// <summary>Moves to the next matrix: it reads what the one before gives.</summary>
    private void Step(string key, bool givesRows = true)
    {
        var (rows, columns) = Matrix(key);
        var reads = givesRows ? columns : rows;
        if (giver.Length == 0)
        {
            (given, Features) = (reads, reads);
        }
        else if (reads != given)
        {
            throw new NetworkFileException(
                $"{key} is [{rows}, {columns}] and reads {reads} numbers, expected {given}, the number of rows of {giver}.");
        }

        (giver, given) = (key, rows);
    }

    private (int Rows, int Columns) Matrix(string key)
    {
        var array = Float32(key);
        return array.Shape is [> 0 and <= int.MaxValue and var rows, > 0 and <= int.MaxValue and var columns]
            ? ((int)rows, (int)columns)
            : throw new NetworkFileException($"{key} has the shape {array.ShapeText}, expected two dimensions from 1 to {int.MaxValue}.");
    }

    private void Require(string key, params ReadOnlySpan<long> shape)
    {
        var array = Float32(key);
        if (!array.Shape.AsSpan().SequenceEqual(shape))
        {
            throw new NetworkFileException($"{key} has the shape {array.ShapeText}, expected {StoredArray.Describe(shape.ToArray())}.");
        }
    }

    private StoredArray Float32(string key)
    {
        if (!file.Arrays.TryGetValue(key, out var array))
        {
            throw new NetworkFileException($"The file has no {key}, found {Quotation.List(file.Arrays.Keys)}.");
        }

        keys.Add(key);
        return array.Type == ElementType.F32
            ? array
            : throw new NetworkFileException($"{key} is made of {array.Type}, expected {ElementType.F32}.");
    }

    private static string LayerWeight(int layer) => $"layers.{layer}.weight";

    private static string LayerBias(int layer) => $"layers.{layer}.bias";

    private static string LayerProjection(int layer) => $"layers.{layer}.projection";

    private static int LayerOf(string key) =>
        key.Split('.') is ["layers", var index, "weight" or "bias" or "projection"]
        && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var layer)
        && layer.ToString(CultureInfo.InvariantCulture) == index ? layer : -1;
}
