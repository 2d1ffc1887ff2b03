using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Networks;

namespace Superposition.Tests.Explorer;

/// <summary>Network files of every form, each with the arguments that a page of it needs.</summary>
internal static class ExploredFiles
{
    private const string HalfAdder =
        "features 8\nsum = xor x0 x1\ncarry = and x0 x1\nsome = maj x2 x3 x4\nodd = not x5\noutputs sum carry some odd\n";

    /// <summary>One of each form.</summary>
    public static IReadOnlyList<string> Fast { get; } = ["trained", "superposed-projection", "residual-gelu", "real"];

    /// <summary>The others.</summary>
    public static IReadOnlyList<string> Slow { get; } =
        ["circuit-without-functions", "deep-alternating", "sign", "subset-averaging", "quadratic", "high-fan-in", "circuit", "deep-fused",
            "trained-deep", "two-layers-tanh", "table"];

    /// <summary>Makes a network's file.</summary>
    /// <returns>The file, and the options that <c>explore</c> takes besides.</returns>
    public static async Task<(string File, string[] Options)> Make(string name, TemporaryFolder folder)
    {
        var file = folder[$"{name}.safetensors"];
        var pairs = new SparseInputs(10, 2, Sparsity.AtMost);
        switch (name)
        {
            case "sign":
                return await Constructed("sign", "--features", "16", "--active", "3", "--neurons", "128");
            case "subset-averaging":
                return await Constructed("subset-averaging", "--features", "12", "--active", "2", "--neurons", "256");
            case "quadratic":
                return await Constructed("quadratic", "--features", "12", "--active", "2", "--neurons", "128");
            case "superposed-projection":
                return await Constructed(
                    "superposed-projection", "--features", "12", "--active", "2", "--neurons", "256", "--input-dimension", "64");
            case "high-fan-in":
                return await Constructed("high-fan-in", "--features", "8", "--active", "3", "--neurons", "256", "--fan-in", "3");
            case "circuit":
                return await Constructed(
                    "circuit", "--circuit", folder.Write("adder.txt", HalfAdder), "--features", "12", "--active", "3", "--neurons", "512");
            case "circuit-without-functions":
                Save(
                    UntrainedNetwork.OneLayer(new SparseInputs(8, 3, Sparsity.AtMost), 32, 4, new Seed(1)),
                    new NetworkManifest { Origin = NetworkOrigin.Trained });
                return (file, ["--task", folder.Write("adder.txt", HalfAdder), "--active", "3"]);
            case "deep-fused":
                return await Constructed(
                    "deep-fused", "--features", "32", "--active", "2", "--neurons", "192", "--layers", "3", "--and", "0.3");
            case "deep-alternating":
                return await Constructed(
                    "deep-alternating", "--features", "16", "--active", "2", "--neurons", "256", "--layers", "2", "--subset-neurons", "128",
                    "--and", "0.3");
            case "trained":
                return (Path.Combine(Places.Repository, "checkpoints/trained-l8-m32-d128.safetensors"), []);
            case "trained-deep":
                return (Path.Combine(Places.Repository, "checkpoints/deep/trained-m64-s3-L4-d56.safetensors"), []);
            case "residual-gelu":
                using (var residual = UntrainedNetwork.Residual(pairs, 20, 24, 45, new Seed(2)))
                {
                    var layer = residual.Layers[0];
                    Save(
                        new ReluNetwork(
                        [new ReluLayer(layer.Weight, layer.Bias + 0.1, layer.Projection, Activation.Gelu), new ReluLayer(
                        layer.Weight * 0.5, layer.Bias, layer.Projection)], residual.ReadOff, residual.Encoding), ForPairs());
                }

                return (file, []);
            case "two-layers-tanh":
                using (var first = UntrainedNetwork.OneLayer(pairs, 24, 45, new Seed(3)))
                using (var second = UntrainedNetwork.OneLayer(new SparseInputs(24, 4, Sparsity.AtMost), 30, 45, new Seed(4)))
                {
                    Save(
                        new ReluNetwork(
                        [new ReluLayer(first.Layers[0].Weight, first.Layers[0].Bias, null, Activation.Tanh), second.Layers[0].Copy()],
                        second.ReadOff), ForPairs());
                }

                return (file, []);
            case "real":
                Save(UntrainedNetwork.OneLayer(pairs, 24, 10, new Seed(5)), new NetworkManifest { Origin = NetworkOrigin.Trained });
                return (file,
                    ["--task",
                    """{ "inputs": { "kind": "bernoulli", "features": 10, "probability": 0.2, "values": """
                        + """{ "from": -1, "to": 1 } }, "targets": { "kind": "mixed-relu", "deviation": 0.1, "seed": 6 } }"""]);
            case "table":
                folder.Write("table.csv", "a,b,both,differ\n0,0,0,0\n0,1,0,1\n1,0,0,1\n1,1,1,0\n");
                Save(UntrainedNetwork.OneLayer(pairs, 24, 2, new Seed(7)), new NetworkManifest { Origin = NetworkOrigin.Trained });
                return (file,
                    ["--task",
                    folder.Write(
                    "task.json",
                    """{ "inputs": { "kind": "at-most", "features": 10, "active": 3 }, "targets": """
                        + """{ "kind": "table", "file": "table.csv", "outputs": ["both", "differ"] } }""")]);
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such network.");
        }

        async Task<(string, string[])> Constructed(string kind, params string[] options)
        {
            (await CommandLine.Run(["construct", kind, .. options, "--inputs", "20", "--out", file])).IsDone();
            return (file, []);
        }

        NetworkManifest ForPairs() => new() { Origin = NetworkOrigin.Trained, Inputs = pairs, Outputs = PairAnds.All(10) };

        void Save(ReluNetwork network, NetworkManifest manifest)
        {
            using (network)
            {
                NetworkFile.Save(file, network, manifest);
            }
        }
    }

    /// <summary>Makes a page of files.</summary>
    public static async Task<string> Page(TemporaryFolder folder, string[] files, params string[] options)
    {
        var page = folder["page.html"];
        var made = await CommandLine.Run(["explore", .. files, .. options, "--out", page]);
        Assert.True(made.ExitCode == 0, made.Error);
        return page;
    }
}
