using Superposition.Booleans;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>
/// The one kind of network in this project: an optional encoding Φ of the features, layers of neurons in order (ReLUs, unless a layer
/// names another activation), and an affine read-off. Constructions return it, training trains it, files store it; nothing else about a
/// network tells where its weights came from. Without layers it is an affine read-off of its inputs, the linear control.
/// </summary>
public sealed class ReluNetwork : nn.Module<Tensor, Tensor>
{
    // The field names are the keys of saved files: encoding, layers.0.weight, readout.weight, …
    private readonly Parameter? encoding;
    private readonly ModuleList<ReluLayer> layers; // registered under this name; read through Layers
    private readonly ReadOff readout;

    /// <summary>Puts a network together and takes over its parts.</summary>
    /// <param name="layers">ReLU layers; each reads what the one before it gives.</param>
    /// <param name="readOff">Reads the last layer's activations.</param>
    /// <param name="encoding_em">Φ, shape [d0, m]: the first layer reads Φb instead of b.</param>
    /// <exception cref="ArgumentException">Neighbouring parts do not fit.</exception>
    public ReluNetwork(IReadOnlyList<ReluLayer> layers, ReadOff readOff, Tensor? encoding_em = null)
        : base(nameof(ReluNetwork))
    {
        var width = encoding_em?.shape[0];
        foreach (var (layer, index) in layers.Select((layer, index) => (layer, index)))
        {
            if (width is { } given && given != layer.Inputs)
            {
                throw new ArgumentException($"Layer {index} reads {layer.Inputs} numbers, but {given} are given to it.", nameof(layers));
            }

            width = layer.Outputs;
        }

        if (width is { } last && last != readOff.Inputs)
        {
            throw new ArgumentException($"The read-off reads {readOff.Inputs} numbers, but {last} are given to it.", nameof(readOff));
        }

        encoding = encoding_em is null ? null : Parameters.Keep(encoding_em);
        this.layers = nn.ModuleList([.. layers]);
        Layers = [.. layers];
        readout = readOff;
        RegisterComponents();
    }

    /// <summary>Φ, shape [d0, m], or null when the first layer reads the features themselves.</summary>
    public Tensor? Encoding => encoding;

    /// <summary>The ReLU layers in order.</summary>
    public IReadOnlyList<ReluLayer> Layers { get; }

    /// <summary>The affine map from the last layer's activations to the g outputs.</summary>
    public ReadOff ReadOff => readout;

    /// <summary>m, the number of features the network takes.</summary>
    public int Features => (int)(encoding?.shape[1] ?? (Layers.Count > 0 ? Layers[0].Inputs : readout.Inputs));

    /// <summary>g, the number of outputs.</summary>
    public int Outputs => readout.Outputs;

    /// <summary>The number of ReLUs in all layers: what networks are compared at.</summary>
    public int Neurons => Layers.Sum(layer => layer.Neurons);

    /// <param name="input">Features, shape [n, m].</param>
    /// <returns>Outputs, shape [n, g].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return readout.call(Activations(input)).MoveToOuterDisposeScope();
    }

    /// <summary>Outputs for sparse inputs, shape [n, g].</summary>
    public Tensor Run(ActiveSets inputs) => Run(new SparseVectors(inputs));

    /// <summary>Outputs for sparse inputs, shape [n, g].</summary>
    public Tensor Run(SparseVectors inputs)
    {
        using var scope = NewDisposeScope();
        return readout.call(Activations(inputs)).MoveToOuterDisposeScope();
    }

    /// <summary>What the last layer gives and the read-off reads, shape [n, d], for features of shape [n, m].</summary>
    public Tensor Activations(Tensor features_nm)
    {
        using var scope = NewDisposeScope();
        var state = encoding is null ? features_nm : features_nm.matmul(encoding.t());
        return Through(state, from: 0).MoveToOuterDisposeScope();
    }

    /// <summary>What the last layer gives, shape [n, d], for sparse inputs; the first product costs n·s·d instead of n·m·d.</summary>
    public Tensor Activations(ActiveSets inputs) => Activations(new SparseVectors(inputs));

    /// <summary>What the last layer gives, shape [n, d], for sparse real inputs.</summary>
    public Tensor Activations(SparseVectors inputs)
    {
        using var scope = NewDisposeScope();
        Tensor state;
        var from = 0;
        if (encoding is not null)
        {
            state = inputs.SumRows(encoding.t());
        }
        else if (Layers.Count > 0 && Layers[0].Projection is null)
        {
            state = Layers[0].Fire(inputs.SumRows(Layers[0].Weight.t()) + Layers[0].Bias);
            from = 1;
        }
        else
        {
            state = inputs.SumRows(eye(Features));
        }

        return Through(state, from).MoveToOuterDisposeScope();
    }

    /// <summary>A network with a copy of these layers and another read-off, which it takes over.</summary>
    public ReluNetwork WithReadOff(ReadOff other) => new([.. Layers.Select(layer => layer.Copy())], other, encoding);

    private Tensor Through(Tensor state, int from)
    {
        foreach (var layer in Layers.Skip(from))
        {
            state = layer.call(state);
        }

        return state.alias();
    }
}
