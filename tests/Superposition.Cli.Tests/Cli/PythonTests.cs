using System.Globalization;
using System.Text.Json;

namespace Superposition.Tests.Cli;

/// <summary>python/superposition.py, which needs Python 3 with NumPy.</summary>
public class PythonTests
{
    private const string Script = """
        import itertools, sys
        sys.path.insert(0, sys.argv[1])
        import numpy as np, superposition
        network = superposition.load(sys.argv[2])
        pairs = list(itertools.combinations(range(network.features), 2))
        x = np.zeros((len(pairs), network.features))
        for row, pair in zip(x, pairs):
            row[list(pair)] = 1
        print(np.abs(network(x) - np.eye(len(pairs))).max())
        """;

    [SkippableTheory, Trait("Category", "Slow")]
    [InlineData("sign --neurons 32")]
    [InlineData("subset-averaging --neurons 60")]
    [InlineData("quadratic --neurons 60")]
    [InlineData("superposed-projection --neurons 60 --input-dimension 20")]
    public async Task Numpy_computes_the_same_epsilon(string kind)
    {
        var python = Python.That("import numpy");
        Skip.If(python is null, "There is no python3 with numpy.");
        using var folder = new TemporaryFolder();
        (await CommandLine.Run(["construct", .. kind.Split(' '), "--features", "8", "--active", "2", "--out", folder["network"]])).IsDone();
        using var json = JsonDocument.Parse(
            (await CommandLine.Run("measure", folder["network"], "--sparsity", "exactly", "--inputs", "all", "--json")).IsDone().Output);
        var epsilon = json.RootElement.GetProperty("networks")[0].GetProperty("errors").GetProperty("epsilon").GetDouble();
        var (output, code) = Python.Call(python!, "-c", Script, Path.Combine(Places.Repository, "python"), folder["network"]);
        Assert.Equal(0, code);
        Assert.Equal(epsilon, double.Parse(output, CultureInfo.InvariantCulture), 5);
    }
}
