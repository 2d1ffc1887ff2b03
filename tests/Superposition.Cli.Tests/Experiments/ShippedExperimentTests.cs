using System.Text.Json;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Tests.Experiments;

/// <summary>Every experiment in the repository.</summary>
public class ShippedExperimentTests
{
    private static readonly string Folder = Path.Combine(Places.Repository, "experiments");

    public static TheoryData<string> Names { get; } =
        [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public async Task It_parses_and_its_smoke_test_runs_to_a_report(string name)
    {
        using var folder = new TemporaryFolder();
        var outcome = (await CommandLine.Run("run", Path.Combine(Folder, name), "--smoke", "--out", folder["run"])).IsDone();
        Assert.Contains("Report: ", outcome.Output, StringComparison.Ordinal);
        using var head = JsonDocument.Parse(File.ReadAllText(folder["run/run.json"]));
        Assert.Equal(name, head.RootElement.GetProperty("name").GetString());
        Assert.All(File.ReadAllLines(folder["run/results.jsonl"]), line =>
            Assert.False(JsonDocument.Parse(line).RootElement.TryGetProperty("failure", out _), line));
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_prediction_stands_in_its_README_too(string name) =>
        Assert.Contains("prediction", File.ReadAllText(Path.Combine(Folder, name, "README.md")), StringComparison.OrdinalIgnoreCase);

    [Theory, MemberData(nameof(Names))]
    public void It_names_the_schema_and_its_run_can_be_repeated_from_its_head(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name, "spec.json"));
        Assert.Contains("\"$schema\": \"../spec.schema.json\"", text, StringComparison.Ordinal);
        var written = SpecReader.Read(text, "spec.json", []).ToJsonNode().ToJsonString(SpecJson.Indented);
        Assert.Equal(written, SpecReader.Read(written, "run.json", []).ToJsonNode().ToJsonString(SpecJson.Indented));
    }

    [Fact]
    public void The_JSON_schema_is_up_to_date() =>
        Assert.Equal(SpecSchema.Export(), File.ReadAllText(Path.Combine(Folder, "spec.schema.json")));

    [Fact]
    public async Task The_schema_is_what_the_command_prints() =>
        Assert.Equal(SpecSchema.Export(), (await CommandLine.Run("schema")).IsDone().Output);
}
