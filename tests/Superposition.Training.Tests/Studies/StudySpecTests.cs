using System.Text.Json;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Tests.Studies;

public class StudySpecTests
{
    /// <summary>Two widths, a control and a code on 8 features.</summary>
    internal const string Tiny = """
        {
          "question": "Is it small?",
          "inputs": 100,
          "tasks": [{ "name": "pairs", "inputs": { "kind": "at-most", "features": 8, "active": 2 }, "targets": "pairs" }],
          "networks": [
            { "name": "linear", "kind": "control", "control": "linear-minimax" },
            { "name": "code", "kind": "code", "hashes": 1, "seeds": 1 },
            { "name": "signs", "kind": "construction", "construction": "sign", "neurons": { "vary": [12, 16] }, "readOffs": ["own",
              "least-squares"] },
            {
              "name": "trained", "kind": "trained", "trains": "whole", "neurons": { "vary": [12, 16] }, "objective": "mse",
                "learningRate": { "tune": [0.003, 0.01] },
              "training": { "steps": 5, "batch": 8, "optimizer": "adam", "weightDecay": 0, "schedule": "cosine", "warmUp": 2 }
            }
          ],
          "measures": ["errors"],
          "seeds": [0, 1]
        }
        """;

    [Fact]
    public void Lists_to_vary_and_to_tune_span_the_grid()
    {
        string[] ids = [.. Read(Tiny).GridCells().Select(cell => cell.Id)];
        Assert.Equal(2 + 1 + 4 + 8, ids.Length);
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("signs-neurons16-seed1", ids);
        Assert.Contains("trained-learningRate0.003-neurons12-seed0", ids);
        Assert.Contains("code-seed0", ids);
        Assert.DoesNotContain("code-seed1", ids);
    }

    [Fact]
    public void Values_of_one_name_move_together()
    {
        var text =
            Tiny.Replace("""{ "tune": [0.003, 0.01] }""", """{ "vary": [0.01, 0.003], "as": "neurons" }""", StringComparison.Ordinal);
        Assert.Equal(
            ["trained-neurons12-seed0", "trained-neurons16-seed0"], Read(text).GridCells().Select(cell => cell.Id).Where(id =>
            id.StartsWith("trained", StringComparison.Ordinal) && id.EndsWith('0')));
        var uneven =
            Tiny.Replace("""{ "tune": [0.003, 0.01] }""", """{ "vary": [0.01, 0.003, 1], "as": "neurons" }""", StringComparison.Ordinal);
        Assert.Contains("\"neurons\" has 3 values here and 2 elsewhere", Complaint(uneven), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"sign\"", "\"signn\"", "study.json, line 8: networks[2].construction is \"signn\", expected one of")]
    [InlineData(
        "[12, 16] }, \"readOffs\"", "[12, 12] }, \"readOffs\"",
        "study.json, line 8: \"neurons\" has the value 12 twice, expected different values.")]
    [InlineData(
        "[12, 16] }, \"readOffs\"", "[] }, \"readOffs\"",
        "networks[2].neurons.vary is an empty list, expected a list with at least one value.")]
    [InlineData(
        "[12, 16] }, \"readOffs\"", "[12, \"x\"] }, \"readOffs\"", "networks[2].neurons.vary[1] is \"x\", expected a whole number.")]
    [InlineData(
        "[12, 16] }, \"readOffs\"", "[12, 0] }, \"readOffs\"", "networks[2].neurons is 0, expected a number between 1 and 1,000,000.")]
    [InlineData(
        "\"least-squares\"]", "\"least-square\"]",
        "networks[2].readOffs[1].kind is \"least-square\", expected own, least-squares, minimax or untrained-least-squares; did you "
        + "mean \"least-squares\"?")]
    [InlineData("[\"errors\"]", "[\"error\"]", "measures[0].kind is \"error\"")]
    [InlineData("\"inputs\": 100", "\"inputs\": 0", "study.json, line 3: inputs is 0, expected a number between 1 and 10,000,000.")]
    [InlineData("\"name\": \"code\"", "\"name\": \"linear\"", "a list with two networks called \"linear\"")]
    [InlineData("\"question\": \"Is it small?\",", "", "the spec has no \"question\"")]
    public void A_study_that_cannot_be_run_is_refused_with_its_place(string old, string replacement, string complaint) =>
        Assert.Contains(complaint, Complaint(Tiny.Replace(old, replacement, StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void The_head_of_a_run_repeats_it()
    {
        var study = Read(Tiny);
        var written = study.ToJsonNode().ToJsonString();
        Assert.Equal(
            study.GridCells().Select(cell =>
            cell.Id), JsonSerializer.Deserialize<StudySpec>(written, SpecJson.Line)!.GridCells().Select(cell => cell.Id));
        Assert.Equal(4, study.Smoke().GridCells().Count());
    }

    [Fact]
    public void A_cell_gives_a_row_a_read_off_and_the_same_bytes_again()
    {
        var cell = Read(Tiny).GridCells().Single(cell => cell.Id == "signs-neurons12-seed0");
        var context = new CellContext(new Progress<CellProgress>(), Store: null, CancellationToken.None);
        using var first = cell.Run(context);
        using var second = cell.Run(context);
        Assert.Equal(string.Join('\n', first.Lines), string.Join('\n', second.Lines));
        Assert.Equal(
            ["own", "least-squares"], first.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("readOff").GetString()));
    }

    [Fact]
    public void A_code_errs_by_what_its_proof_says()
    {
        using var outcome = Read(Tiny).GridCells().Single(cell =>
            cell.Id == "code-seed0").Run(new CellContext(new Progress<CellProgress>(), Store: null, CancellationToken.None));
        var row = JsonDocument.Parse(Assert.Single(outcome.Lines)).RootElement;
        Assert.Equal(1.0 / 6, row.GetProperty("epsilon").GetDouble(), 6);
        Assert.Equal(15, row.GetProperty("neurons").GetInt32());
    }

    private static StudySpec Read(string text) => Assert.IsType<StudySpec>(SpecReader.Read(text, "study.json", []));

    private static string Complaint(string text) => Assert.Throws<SpecException>(() => Read(text)).Message;
}
