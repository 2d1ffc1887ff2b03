using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Superposition.Booleans;
using Superposition.Checkpoints.Export;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Superposition.Tests.Checkpoints;

/// <summary>
/// Networks of many kinds leave as ONNX, .npz and dense safetensors and compute the same elsewhere: in ONNX Runtime, which shares no code
/// with this project, and when they are read again.
/// </summary>
public class ExportTests
{
    private const int Inputs = 50;

    public static TheoryData<string> Kinds => [.. Networks().Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void Onnx_runtime_computes_the_same_outputs(string kind)
    {
        using var network = Networks()[kind]();
        var x_nm = TestInputs(network.Features);
        using var stream = new MemoryStream();
        OnnxNetwork.Write(stream, network, NetworkBytes.Manifest(network));
        using var session = new InferenceSession(stream.ToArray());
        using var results = session.Run(
            [NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(x_nm.data<float>().ToArray(), [Inputs, network.Features]))]);
        AssertClose(network.call(x_nm), [.. results.Single(value => value.Name == "y").AsTensor<float>()]);
        Assert.Equal($"{network.Features}", session.ModelMetadata.CustomMetadataMap["features"]);
        if (network.Layers.Count > 0 && network.Layers[^1].Projection is null)
        {
            AssertClose(
                network.Activations(x_nm),
                [.. results.Single(value => value.Name == string.Create(
                CultureInfo.InvariantCulture, $"layers.{network.Layers.Count - 1}.activations")).AsTensor<float>()]);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Numpy_and_dense_safetensors_come_back_as_the_same_network(string kind)
    {
        using var network = Networks()[kind]();
        var x_nm = TestInputs(network.Features);
        var manifest = NetworkBytes.Manifest(network);
        using var numpy = new MemoryStream();
        NumpyNetwork.Write(numpy, network, manifest);
        foreach (var file in new[] { numpy.ToArray(), NetworkBytes.Write(network, manifest, denseReadOff: true) })
        {
            var again = NetworkBytes.Read(file);
            using var network2 = again.Network;
            AssertClose(network.call(x_nm), network2.call(x_nm).data<float>().ToArray());
            Assert.Equal(
                (manifest.Task, manifest.Inputs, manifest.Seed, manifest.Spec),
                (again.Manifest.Task, again.Manifest.Inputs, again.Manifest.Seed, again.Manifest.Spec));
            Assert.Empty(again.Notes);
        }
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes()
    {
        using var network = Networks()["deep"]();
        foreach (var write in new Action<Stream>[] { stream => OnnxNetwork.Write(stream, network, NetworkBytes.Manifest(network)), stream =>
            NumpyNetwork.Write(stream, network, NetworkBytes.Manifest(network)) })
        {
            using var first = new MemoryStream();
            using var second = new MemoryStream();
            write(first);
            write(second);
            Assert.Equal(first.ToArray(), second.ToArray());
        }
    }

    private static Dictionary<string, Func<ReluNetwork>> Networks() => new(StringComparer.Ordinal)
    {
        ["one layer"] = () => Random(8, [Layer(12, 8)], 5),
        ["read-off alone"] = () => Random(8, [], 5),
        ["one neuron"] = () => Random(3, [Layer(1, 3)], 1),
        ["deep"] = () => Random(8, [Layer(12, 8), Layer(9, 12), Layer(7, 9)], 5),
        ["residual"] = () => Random(8, [Residual(12, 8)], 5),
        ["deep residual"] = () => Random(8, [Residual(12, 8), Residual(10, 8), Residual(6, 8)], 5),
        ["residual then plain"] = () => Random(8, [Residual(12, 8), Layer(6, 8)], 5),
        ["quadratic"] = () => Random(8, [Layer(12, 8, Activation.Quadratic)], 5),
        ["gelu, then tanh"] = () => Random(8, [Layer(12, 8, Activation.Gelu), Layer(9, 12, Activation.Tanh)], 5),
        ["encoding"] = () => Random(4, [Layer(12, 4)], 5, features: 9),
        ["encoding and residual"] = () => Random(4, [Residual(12, 4)], 5, features: 9),
        ["pairs, constant"] = () => NetworkBytes.Construct(UniversalAndConstructions.Find("sign")!, features: 10, neurons: 40),
        ["pairs, shared neurons"] = () => NetworkBytes.Construct(UniversalAndConstructions.Find("subset")!, features: 10, neurons: 60),
        ["pairs, corrected"] = () =>
            NetworkBytes.Construct(UniversalAndConstructions.Find("superposed-projection")!, features: 10, neurons: 60),
    };

    private static ReluNetwork Random(int width, ReluLayer[] layers, int outputs, int? features = null)
    {
        using var scope = NewDisposeScope();
        var last = layers.Length == 0 ? width : layers[^1].Outputs;
        return new ReluNetwork(layers, new DenseReadOff(Draw(outputs, last), Draw(outputs)), features is { } m ? Draw(width, m) : null);
    }

    private static ReluLayer Layer(int neurons, int inputs, Activation activation = Activation.Relu) =>
        new(Draw(neurons, inputs), Draw(neurons), null, activation);

    private static ReluLayer Residual(int neurons, int inputs) => new(Draw(neurons, inputs), Draw(neurons), Draw(inputs, neurons));

    private static Tensor Draw(params long[] shape)
    {
        using var generator = new Seed(7).Generator($"weights {string.Join(' ', shape)}");
        return randn(shape, generator: generator) / 3;
    }

    private static Tensor TestInputs(int features)
    {
        using var generator = new Seed(7).Generator("inputs");
        return rand(Inputs, features, generator: generator);
    }

    private static void AssertClose(Tensor expected, float[] found)
    {
        var values = expected.detach().flatten().data<float>().ToArray();
        Assert.Equal(values.Length, found.Length);
        var scale = Math.Max(1, values.Max(Math.Abs));
        Assert.All(values.Zip(found), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-6 * scale));
    }
}
