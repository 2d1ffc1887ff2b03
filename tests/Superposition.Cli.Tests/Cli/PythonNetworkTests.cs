using System.Globalization;
using System.Text.Json;

namespace Superposition.Tests.Cli;

/// <summary>A network that was made in Python for a circuit of one's own goes through every analysing command with one option.</summary>
public class PythonNetworkTests
{
    private const string Task =
        """{ "inputs": { "kind": "at-most", "features": 20, "active": 3 }, "targets": { "kind": "circuit", "file": "own.blif" } }""";

    [SkippableTheory, Trait("Category", "Slow")]
    [InlineData("numpy", "network.npz", "network.safetensors")]
    [InlineData("torch", "network.npz", "network.safetensors", "network.pt")]
    public async Task Every_command_takes_it_and_epsilon_is_its_own(string framework, params string[] files)
    {
        var python = Python.That($"import numpy, {framework}");
        Skip.If(python is null, $"There is no python3 with numpy and {framework}.");
        using var folder = new TemporaryFolder();
        var circuit = folder.Write("own.blif", Circuit());
        var task = folder.Write("task.json", Task);
        var (output, code) = Python.Call(
            python!, Path.Combine(Places.Repository, "tests/Superposition.Cli.Tests/Cli/own_network.py"), framework, circuit, folder.Path,
            Path.Combine(Places.Repository, "python/superposition.py"));
        Assert.Equal(0, code);
        var own = double.Parse(output, CultureInfo.InvariantCulture);
        foreach (var file in files)
        {
            using var json = JsonDocument.Parse((await Done("measure", folder[file], "--task", task, "--inputs", "all", "--json")).Output);
            Assert.InRange(
                json.RootElement.GetProperty("networks")[0].GetProperty("errors").GetProperty("epsilon").GetDouble(),
                own - 1e-6, own + 1e-6);
        }

        await Done("compare", folder[files[0]], folder[files[^1]], "--task", task, "--inputs", "all");
        Assert.Contains(
            "g39", (await Done(
            "probe", folder[files[^1]], "--task", task, "--inputs", "all", "--controls", "19", "--directions", "19", "--json")).Output,
            StringComparison.Ordinal);
        await Done("plateau", folder[files[^1]], "--task", task, "--states", "50", "--jacobian-states", "0");
    }

    private static async Task<Outcome> Done(params string[] arguments)
    {
        var outcome = await CommandLine.Run(arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome;
    }

    /// <summary>40 gates of two and three of 20 features: AND, OR and XOR in turn.</summary>
    private static string Circuit()
    {
        var random = new Random(11);
        string[] features = [.. Enumerable.Range(0, 20).Select(i => $"x{i}")];
        var gates = Enumerable.Range(0, 40).Select(k =>
        {
            var operands = features.OrderBy(_ => random.Next()).Take(k % 4 == 0 ? 3 : 2).ToArray();
            string[] rows = (k % 3) switch
            {
                0 => [$"{new string('1', operands.Length)} 1"],
                1 => [$"{new string('0', operands.Length)} 0"],
                _ => [.. Enumerable.Range(0, 1 << operands.Length).Where(i => int.PopCount(i) % 2 == 1).Select(i =>
                    $"{Convert.ToString(i, 2).PadLeft(operands.Length, '0')} 1")],
            };
            return $".names {string.Join(' ', operands)} g{k}\n{string.Join('\n', rows)}\n";
        });
        return $".model own\n.inputs {string.Join(' ', features)}\n.outputs "
            + $"{string.Join(' ', Enumerable.Range(0, 40).Select(k => $"g{k}"))}\n{string.Concat(gates)}.end\n";
    }
}
