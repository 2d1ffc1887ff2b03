using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Checkpoints.Export;

/// <summary>
/// Networks as ONNX models: inputs "x" [n, m], outputs "y" [n, g], and the activations of each layer as "layers.0.activations" and so on.
/// The weights keep the keys of this project's files, and what is known about the network stands in the model's metadata. A structured
/// read-off is written with all its rows.
/// </summary>
public static class OnnxNetwork
{
    // Field numbers of onnx.proto, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto; operators as they are since version 13 of their
    // set.
    private const int IrVersion = 8, OperatorSet = 13, FloatType = 1;
    private const string Input = "x", Output = "y", Batch = "n", Root = "gelu.root", Half = "gelu.half";

    /// <summary>Writes a network as an ONNX model in float32, for any number n of inputs at a time.</summary>
    /// <exception cref="NetworkFileException">
    /// A weight is not finite, or the rows of a structured read-off take more than <see cref="NetworkFile.MaxDenseBytes"/>.
    /// </exception>
    public static void Write(Stream stream, ReluNetwork network, NetworkManifest manifest)
    {
        using var content = NetworkContent.Of(network, manifest, denseReadOff: true);
        var graph = new ProtobufMessage();
        var state = Input;
        if (network.Encoding is not null)
        {
            state = Node(graph, "Gemm", "encoded", [state, "encoding.weight"], ("transB", 1));
        }

        for (var i = 0; i < network.Layers.Count; i++)
        {
            var sum = Node(graph, "Gemm", $"layers.{i}.sum", [state, $"layers.{i}.weight", $"layers.{i}.bias"], ("transB", 1));
            var activations = Activated(graph, network.Layers[i].Activation, sum, $"layers.{i}");
            if (network.Layers[i].Projection is null)
            {
                state = activations;
                continue;
            }

            var written = Node(graph, "Gemm", $"layers.{i}.written", [activations, $"layers.{i}.projection"], ("transB", 1));
            state = Node(graph, "Add", $"layers.{i}.stream", [state, written]);
        }

        Node(graph, "Gemm", Output, [state, "readout.weight", "readout.bias"], ("transB", 1));
        graph.Add(2, "superposition");
        using var root = tensor(float.Sqrt(2));
        using var half = tensor(0.5f);
        if (network.Layers.Any(layer => layer.Activation == Activation.Gelu))
        {
            graph.Add(5, Initializer(Half, half)).Add(5, Initializer(Root, root));
        }

        foreach (var (name, values) in content.Arrays.OrderBy(array => array.Key, StringComparer.Ordinal))
        {
            graph.Add(5, Initializer(name, values));
        }

        graph.Add(11, Value(Input, network.Features)).Add(12, Value(Output, network.Outputs));
        for (var i = 0; i < network.Layers.Count; i++)
        {
            graph.Add(12, Value($"layers.{i}.activations", network.Layers[i].Neurons));
        }

        var model = new ProtobufMessage().Add(1, IrVersion).Add(2, "superposition").Add(3, manifest.Version ?? "").Add(7, graph).Add(
            8, new ProtobufMessage().Add(1, "").Add(2, OperatorSet));
        foreach (var (key, value) in content.Strings.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            model.Add(14, new ProtobufMessage().Add(1, key).Add(2, value));
        }

        model.WriteTo(stream);
    }

    /// <summary>Adds what a layer's neurons make of their sums, and gives its name. GELU is z Φ(z) = z/2 + z/2 · erf(z/√2).</summary>
    private static string Activated(ProtobufMessage graph, Activation activation, string sum, string layer)
    {
        var output = $"{layer}.activations";
        switch (activation)
        {
            case Activation.Relu:
                return Node(graph, "Relu", output, [sum]);
            case Activation.Quadratic:
                return Node(graph, "Mul", output, [sum, sum]);
            case Activation.Tanh:
                return Node(graph, "Tanh", output, [sum]);
            case Activation.Gelu:
                var erf = Node(graph, "Erf", $"{layer}.erf", [Node(graph, "Div", $"{layer}.scaled", [sum, Root])]);
                var halved = Node(graph, "Mul", $"{layer}.halved", [sum, Half]);
                return Node(graph, "Add", output, [halved, Node(graph, "Mul", $"{layer}.product", [halved, erf])]);
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation.");
        }
    }

    /// <summary>Adds a node with one output and gives the output's name.</summary>
    private static string Node(
        ProtobufMessage graph, string operation, string output, string[] inputs, params (string Name, long Value)[] attributes)
    {
        const int wholeNumber = 2;
        var node = new ProtobufMessage();
        foreach (var input in inputs)
        {
            node.Add(1, input);
        }

        node.Add(2, output).Add(3, $"make {output}").Add(4, operation);
        foreach (var (name, value) in attributes)
        {
            node.Add(5, new ProtobufMessage().Add(1, name).Add(3, value).Add(20, wholeNumber));
        }

        graph.Add(1, node);
        return output;
    }

    private static ProtobufMessage Initializer(string name, Tensor values)
    {
        var tensor = new ProtobufMessage();
        foreach (var size in values.shape)
        {
            tensor.Add(1, size);
        }

        return tensor.Add(2, FloatType).Add(8, name).Add(9, values);
    }

    private static ProtobufMessage Value(string name, long width)
    {
        var shape = new ProtobufMessage().Add(1, new ProtobufMessage().Add(2, Batch)).Add(1, new ProtobufMessage().Add(1, width));
        return new ProtobufMessage().Add(1, name).Add(
            2, new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, FloatType).Add(2, shape)));
    }
}
