using System.Text.Json;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Measurement;

namespace Superposition.Tests.Checkpoints;

/// <summary>The networks in <c>checkpoints/</c> still are what they were said to be: loaded and measured on every input.</summary>
public class CanonicalNetworkTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static TheoryData<string> Expected() => [.. Goldens().Select(golden => golden.File)];

    [Theory, MemberData(nameof(Expected))]
    public void Errors_are_those_that_were_written_down(string file)
    {
        var golden = Goldens().Single(golden => golden.File == file);
        var stored = NetworkFile.Load(CheckpointFolder.Place(file));
        using var network = stored.Network;
        var inputs = Assert.IsType<SparseInputs>(stored.Manifest.Inputs);
        var report = OutputErrors.Measure(network, Assert.IsType<PairAnds>(stored.Manifest.Outputs), InputSample.All(inputs));
        Assert.Equal(golden.Inputs, report.Inputs);
        Assert.Equal(golden.Neurons, network.Neurons);
        Assert.InRange(report.Epsilon, golden.Epsilon - golden.Tolerance, golden.Epsilon + golden.Tolerance);
        Assert.InRange(report.Rms, golden.Rms - golden.Tolerance, golden.Rms + golden.Tolerance);
    }

    [Fact]
    public void Every_network_in_the_folder_is_one_of_them() =>
        Assert.Equal(
            Goldens().Select(golden => golden.File).Order(StringComparer.Ordinal),
            Directory.GetFiles(CheckpointFolder.Place(""), "*.safetensors").Select(path =>
            Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    private static Golden[] Goldens() =>
        JsonSerializer.Deserialize<Golden[]>(File.ReadAllText(CheckpointFolder.Place("expected.json")), Options)!;

    private sealed record Golden(
        string File, string Command, string Platform, int Neurons, long Inputs, double Epsilon, double Rms, double Tolerance, string Why);
}
