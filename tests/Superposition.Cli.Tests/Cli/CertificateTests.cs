using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Networks;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Superposition.Tests.Cli;

/// <summary>
/// Certificates are checked by docs/examples/verify_certificate.py, which shares nothing with this program; where Python is missing nothing
/// can be asked of it.
/// </summary>
public class CertificateTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("smallest-sign-m32-d64")]
    [InlineData("smallest-trained-m32-d64")]
    [InlineData("smallest-trained-m8-d22")]
    [InlineData("code-hadamard-m32-d64")]
    [InlineData("code-hashes-m32-d63")]
    [InlineData("code-hashes-m32-d94")]
    [InlineData("code-hashes-m32-d125")]
    [InlineData("code-hashes-m32-d156")]
    [InlineData("code-hashes-m32-d187")]
    [InlineData("code-hashes-m32-d218")]
    public void The_certificates_of_the_record_networks_hold(string name) =>
        AssertProved(Shipped($"{name}.certificate.json"), Shipped($"{name}.safetensors"));

    [Theory, Trait("Category", "Slow")]
    [InlineData("smallest-sign-m32-d128")]
    [InlineData("smallest-trained-m32-d128")]
    [InlineData("smallest-polished-m32-d64")]
    [InlineData("smallest-tied-m32-d128")]
    [InlineData("code-hashes-m128-d509")]
    [InlineData("code-hashes-m128-d636")]
    [InlineData("code-hashes-m32-d125-active3")]
    [InlineData("code-hashes-m32-d218-active3")]
    [InlineData("smallest-trained-m24-d128-active3")]
    [InlineData("smallest-trained-m32-d256-active3")]
    [InlineData("smallest-trained-m64-d256")]
    public void The_certificates_of_larger_record_networks_hold(string name) =>
        AssertProved(Shipped($"{name}.certificate.json"), Shipped($"{name}.safetensors"));

    [Theory]
    [InlineData("sign --neurons 20")]
    [InlineData("naive")]
    [InlineData("subset-averaging --neurons 40")]
    [InlineData("superposed-projection --neurons 30 --input-dimension 6")]
    public async Task Any_constructed_network_can_be_given_a_certificate_that_holds(string kind)
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run(["construct", .. kind.Split(' '), "--features", "8", "--active", "2", "--out", folder["network"]])).IsDone();
        await AssertCertified(folder);
    }

    [Theory]
    [InlineData("two layers")]
    [InlineData("residual")]
    [InlineData("a bias of ten million")]
    [InlineData("dead")]
    public async Task So_can_networks_with_more_layers_and_with_neurons_that_vary_little(string kind)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var generator = new Seed(6).Generator(kind);
        Tensor Normal(params long[] shape) => randn(shape, generator: generator);
        var readOff = new DenseReadOff(Normal(15, kind == "residual" ? 6 : 12) * 0.1);
        using var network = new ReluNetwork(
            kind switch
            {
                "two layers" => [new ReluLayer(Normal(10, 6), Normal(10)), new ReluLayer(Normal(12, 10), Normal(12))],
                "residual" => [new ReluLayer(Normal(10, 6), Normal(10), Normal(6, 10))],
                "dead" => [new ReluLayer(zeros(12, 6), full(12, -1f))],
                _ => [new ReluLayer(Normal(12, 6), full(12, 1e7f))],
            }, readOff);
        NetworkFile.Save(
            folder["network"], network,
            new NetworkManifest
            {
                Origin = NetworkOrigin.Trained,
                Inputs = new SparseInputs(6, 2, Sparsity.AtMost),
                Outputs = PairAnds.All(6)
            });
        await AssertCertified(folder);
    }

    [Fact]
    public async Task A_certificate_that_says_more_than_is_true_or_speaks_of_another_file_is_not_believed()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run("construct", "sign", "--features", "8", "--active", "2", "--neurons", "20", "--out", folder["network"]))
            .IsDone();
        await AssertCertified(folder);
        AssertRefused("output 3", certificate => certificate["duals"]![3]!["atLeast"] = "0.51");
        AssertRefused("epsilon of the network", certificate => certificate["network"]!["atMost"] = "0.01");
        AssertRefused("proved for the layer", certificate => certificate["layerAtLeast"] = "0.51");
        AssertRefused("inputs and", certificate =>
            certificate["duals"]![0]!["weights"] = "7 " + certificate["duals"]![0]!["weights"]!.GetValue<string>());
        AssertRefused("output 0", certificate =>
            certificate["duals"]![0]!["weights"] = Doubled(certificate["duals"]![0]!["weights"]!.GetValue<string>()));
        AssertRefused("missing among the columns", certificate => certificate["columns"]!.AsArray().RemoveAt(0), certificate =>
            certificate["offsets"]!.AsArray().RemoveAt(0));
        AssertRefused("another file", certificate => certificate["networkSha256"] = new string('0', 64));

        // One weight is doubled: the measure is orthogonal no more, and what it fails by has to be paid for.
        static string Doubled(string weights) => string.Join(
            ' ', weights.Split(' ').Select((weight, i) => i == 0 ? $"{2 * long.Parse(weight, CultureInfo.InvariantCulture)}" : weight));

        void AssertRefused(string words, params Action<JsonNode>[] changes)
        {
            var certificate = JsonNode.Parse(File.ReadAllText(folder["certificate"]))!;
            foreach (var change in changes)
            {
                change(certificate);
            }

            if (Check(folder.Write("changed", certificate.ToJsonString()), folder["network"]) is { Code: var code, Said: var said })
            {
                Assert.Equal(1, code);
                Assert.Contains("NOT PROVED", said, StringComparison.Ordinal);
                Assert.Contains(words, said, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_certificate_speaks_of_every_input_and_replaces_nothing()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run("construct", "sign", "--features", "12", "--active", "3", "--neurons", "20", "--out", folder["network"]))
            .IsDone();
        (await CommandLine.Run("measure", folder["network"], "--inputs", "10", "--certificate", folder["certificate"])).IsRefusalWith(
            "--certificate speaks of every input", "--inputs all");
        (await CommandLine.Run("measure", folder["network"], "--inputs", "all", "--certificate", folder.Write("taken", "x")))
            .IsRefusalWith("the file exists");
        Assert.False(File.Exists(folder["certificate"]));
    }

    private static string Shipped(string file) => Path.Combine(Places.Repository, "checkpoints", file);

    private async Task AssertCertified(TemporaryFolder folder)
    {
        var said =
            (await CommandLine.Run(
            "measure", folder["network"], "--sparsity", "at-most", "--inputs", "all", "--certificate", folder["certificate"]))
            .IsDone().Output;
        Assert.Contains("Certificate: ", said, StringComparison.Ordinal);
        AssertProved(folder["certificate"], folder["network"]);
    }

    private void AssertProved(string certificate, string network)
    {
        if (Check(certificate, network) is { Code: var code, Said: var said })
        {
            output.WriteLine(said);
            Assert.EndsWith("PROVED\n", said, StringComparison.Ordinal);
            Assert.Equal(0, code);
        }
    }

    private static (int Code, string Said)? Check(string certificate, string network)
    {
        var start = new ProcessStartInfo(
            "python3",
            [Path.Combine(Places.Repository, "docs", "examples", "verify_certificate.py"), certificate, network])
        {
            RedirectStandardOutput =
            true,
            UseShellExecute = false
        };
        try
        {
            using var process = Process.Start(start)!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, said);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
