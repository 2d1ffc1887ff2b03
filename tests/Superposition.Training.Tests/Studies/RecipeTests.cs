using System.Text.Json;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Specs;
using Superposition.Studies;
using Superposition.Studies.Networks;
using Superposition.Tasks;
using Superposition.Tests.Checkpoints;

namespace Superposition.Tests.Studies;

/// <summary>Network recipes and the measures that belong to them, each on a study of seconds.</summary>
public class RecipeTests
{
    [Fact]
    public void Error_correction_layers_of_a_seed_share_their_states_whatever_their_code()
    {
        var rows = Run("""
            {
              "question": "?", "inputs": 5,
              "tasks": [{ "inputs": { "kind": "exactly", "features": 32, "active": 2 }, "targets": "identity" }],
              "networks": [{
                "name": "channels", "kind": "error-correction", "units": 64, "channelSize": 8, "windowEdge": 0.4, "dimension": 64,
                "code": { "vary": ["random", "overlap-reduced"] }, "form": { "vary": ["mean", "centred"] }
              }],
              "measures": [{ "kind": "correction", "noises": [0, 0.05, 5], "at": { "clean": 0 }, "inputs": 5, "rounds": 2 }],
              "seeds": [0]
            }
            """);
        Assert.Equal(4, rows.Rows.Length);
        Assert.Single(rows.Rows.Select(row => row["clean.in.epsilon"]).Distinct());
        Assert.All(rows.Rows, row => Assert.True(row["breaks.sigma"]?.AsNumber > 0));
        Assert.All(rows.Rows, row => Assert.Equal(2, ((StudyValue.Series)row["rounds.wrong"]!).Values.Length));
    }

    [Fact]
    public void Between_universal_and_targeted_the_best_mixture_is_inside()
    {
        var rows = Run("""
            {
              "question": "?", "inputs": 400,
              "tasks": [
                { "name": "pairs", "inputs": { "kind": "exactly", "features": 64, "active": 3 },
                  "targets": { "kind": "pairs", "count": 64 } },
                { "name": "triples", "inputs": { "kind": "exactly", "features": 64, "active": 3 },
                  "targets": { "kind": "ands", "fanIn": 3, "count": 4 } }
              ],
              "networks": [{ "name": "bridge", "kind": "bridge", "neurons": 256, "load": 20, "lambda": { "vary": [0, 0.5, 1] } }],
              "measures": ["errors"], "seeds": [0]
            }
            """);
        var rms = rows.Where(RowSelection.All.With("task", "pairs")).ToDictionary(
            row => row.Coordinates["lambda"].AsNumber!.Value, row => row["rms"]!.AsNumber!.Value);
        Assert.True(rms[0.5] < rms[0] && rms[0.5] < rms[1], string.Join(", ", rms));
        Assert.All(rows.Where(RowSelection.All.With("task", "triples")), row =>
            Assert.Contains("ANDs of pairs", row.Refusal, StringComparison.Ordinal));
    }

    [Fact]
    public void Networks_are_derived_from_others_by_one_change()
    {
        var rows = Run("""
            {
              "question": "?", "inputs": 500,
              "tasks": [{ "inputs": { "kind": "at-most", "features": 16, "active": 2 }, "targets": "pairs" }],
              "networks": [
                { "name": "exact", "kind": "construction", "construction": "sign", "neurons": 64 },
                { "name": "end", "kind": "construction", "construction": "gaussian", "neurons": 64 },
                { "name": "bits", "kind": "derived", "from": { "name": "a", "kind": "construction", "construction": "sign", "neurons": 64 },
                  "bits": { "vary": [1, 16] } },
                { "name": "pruned", "kind": "derived", "prunedNeurons": { "vary": [0, 0.5] },
                  "from": { "name": "a", "kind": "construction", "construction": "sign", "neurons": 64 } },
                { "name": "shuffled", "kind": "derived", "shuffled": true,
                  "from": { "name": "a", "kind": "construction", "construction": "sign", "neurons": 64 } },
                { "name": "line", "kind": "derived", "part": { "vary": [0, 0.5, 1] },
                  "from": { "name": "a", "kind": "construction", "construction": "sign", "neurons": 64 },
                  "towards": { "name": "b", "kind": "construction", "construction": "gaussian", "neurons": 64 } },
                { "name": "apart", "kind": "derived", "part": 0.5,
                  "from": { "name": "a", "kind": "construction", "construction": "sign", "neurons": 64 },
                  "towards": { "name": "b", "kind": "construction", "construction": "gaussian", "neurons": 32 } }
              ],
              "measures": ["errors"], "seeds": [0]
            }
            """);
        double Rms(string network, string? axis = null, double at = 0, string of = "rms") => rows.Rows.Single(row =>
            row.Coordinates["network"].Equals(new StudyValue.Text(network))
                && (axis is null || row.Coordinates[axis].AsNumber == at))[of]!.AsNumber!.Value;

        var exact = Rms("exact");
        Assert.Equal(exact, Rms("bits", "bits", 16), exact * 1e-3);
        Assert.Equal(exact, Rms("pruned", "prunedNeurons"), exact * 1e-6);
        Assert.True(Rms("pruned", "prunedNeurons", 0.5, "rms.both") > Rms("exact", of: "rms.both"));
        Assert.Equal(1, Rms("shuffled", of: "rms.both"), 0.25);
        Assert.Equal(exact, Rms("line", "part"), exact * 1e-5);
        Assert.Equal(Rms("end"), Rms("line", "part", 1), exact * 1e-5);
        Assert.True(Rms("line", "part", 0.5, "rms.both") > Rms("exact", of: "rms.both"));
        Assert.Contains("one shape", rows.Rows.Single(row => row.Coordinates["network"].Equals(new StudyValue.Text("apart"))).Refusal,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "0 changes")]
    [InlineData(""", "bits": 4, "noise": 1""", "", "2 changes")]
    [InlineData(""", "bits": 4""", """, "seeds": 1""", "from.seeds")]
    [InlineData(""", "part": 0.5""", "", "towards and part")]
    public void A_derived_network_names_one_change_and_nothing_twice(string change, string more, string wrong)
    {
        var refused = Assert.Throws<SpecException>(() => Run($$"""
            {
              "question": "?", "inputs": 10,
              "tasks": [{ "inputs": { "kind": "at-most", "features": 8, "active": 2 }, "targets": "pairs" }],
              "networks": [
                { "name": "d", "kind": "derived", "from": { "name": "a", "kind": "control", "control": "zero"{{more}} }{{change}} }
              ],
              "measures": ["errors"], "seeds": [0]
            }
            """));
        Assert.Contains(wrong, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cross-entropy", "")]
    [InlineData("hinge", "")]
    [InlineData("balanced-mse", "")]
    [InlineData("mse", """, "weights": { "none": 1, "one": 1, "both": 1 }""")]
    [InlineData("best-read-off-maximum", """, "p": 8""")]
    public void An_objective_for_boolean_targets_is_refused_in_the_cells_of_real_ones(string kind, string more)
    {
        var rows = Run($$"""
            {
              "question": "?", "inputs": 20,
              "tasks": [{ "name": "real", "inputs": { "kind": "at-most", "features": 6, "active": 2, "values": { "from": -1, "to": 1 } },
                "targets": "relu" }, { "name": "pairs", "inputs": { "kind": "at-most", "features": 6, "active": 2 }, "targets": "pairs" }],
              "networks": [{ "name": "trained", "kind": "trained", "trains": "whole", "neurons": 6, "learningRate": 0.01,
                "objective": { "kind": "{{kind}}"{{more}} },
                "training": { "steps": 2, "batch": null, "optimizer": "adam", "weightDecay": 0, "schedule": "cosine", "warmUp": 0 } }],
              "measures": ["errors"], "seeds": [0]
            }
            """.Replace("null", kind == "best-read-off-maximum" ? "null" : "20", StringComparison.Ordinal));
        Assert.Contains("boolean targets", rows.One(RowSelection.All.With("task", "real")).Refusal, StringComparison.Ordinal);
        Assert.NotNull(rows.One(RowSelection.All.With("task", "pairs"))["epsilon"]);
    }

    [Fact]
    public void A_read_off_that_memory_would_not_hold_is_refused_in_its_cell()
    {
        var rows = Run("""
            {
              "question": "?", "inputs": 10,
              "tasks": [{ "inputs": { "kind": "at-most", "features": 2000, "active": 2 }, "targets": "pairs" }],
              "networks": [
                { "name": "zero", "kind": "control", "control": "zero" },
                { "name": "linear", "kind": "control", "control": "linear-least-squares" },
                { "name": "untrained", "kind": "control", "control": "untrained", "neurons": 300 },
                { "name": "trained", "kind": "trained", "trains": "whole", "neurons": 300, "learningRate": 0.01, "objective": "mse",
                  "training": { "steps": 2, "batch": 20, "optimizer": "adam", "weightDecay": 0, "schedule": "cosine", "warmUp": 0 } }
              ],
              "measures": ["errors"], "seeds": [0]
            }
            """);
        Assert.All(rows.Rows, row => Assert.Matches(
            "^A read-off of 1,999,000 outputs from (2,000|300) numbers would take (15|2) GiB, expected at most 2 GiB", row.Refusal));
        Assert.Equal(4, rows.Rows.Length);
    }

    [Fact]
    public void The_narrowest_superposed_layer_is_found_and_its_width_is_a_number_of_the_row()
    {
        var rows = Run("""
            {
              "question": "?", "inputs": 30,
              "tasks": [
                { "name": "exactly", "inputs": { "kind": "exactly", "features": 12, "active": 3 }, "targets": "pairs" },
                { "name": "at most", "inputs": { "kind": "at-most", "features": 12, "active": 3 }, "targets": "pairs" }
              ],
              "networks": [{ "name": "layer", "kind": "superposed-layer", "features": 96, "law": "signs", "bound": 0.5, "inputs": 30,
                "reading": { "vary": ["weights", "projections"] }, "dimension": { "vary": [512] } }],
              "measures": ["design", "errors"], "seeds": [0]
            }
            """);
        StudyRow[] found = [.. rows.Where(RowSelection.All.With("task", "exactly"))];
        Assert.Equal(2, found.Length);
        Assert.All(found, row => Assert.InRange(row["design.neurons"]!.AsNumber!.Value, 20, 400));
        Assert.All(found, row => Assert.True(row["design.quantile"]!.AsNumber <= 0.5 && !row.Coordinates.ContainsKey("neurons")));
        Assert.NotNull(found.Single(row => row.Coordinates["reading"].ToString() == "weights")["design.predicted"]);
        Assert.All(rows.Where(RowSelection.All.With("task", "at most")), row =>
            Assert.Contains("exactly s ≥ 2", row.Refusal, StringComparison.Ordinal));
    }

    [Fact]
    public void Noise_of_a_task_is_in_what_is_fitted_and_measured_and_is_beyond_proof()
    {
        var rows = Run("""
            {
              "question": "?", "inputs": 50,
              "tasks": [{ "inputs": { "kind": "at-most", "features": 6, "active": 1 }, "targets": "identity",
                "encoding": { "kind": "random", "dimension": 6, "noise": { "vary": [0, 0.5] } } }],
              "networks": [{ "name": "raw", "kind": "control", "control": "zero", "readOffs": ["least-squares"] }, { "name": "proved",
                "kind": "control", "control": "zero", "readOffs": ["minimax"] }],
              "measures": ["errors"], "seeds": [0]
            }
            """);
        StudyRow[] fitted = [.. rows.Where(RowSelection.All.With("network", "raw"))];
        Assert.True(fitted[0]["epsilon"]!.AsNumber < 0.01 && fitted[1]["epsilon"]!.AsNumber > 0.1);
        Assert.Contains("noise", rows.One(RowSelection.All.With("network", "proved").With("noise", 0.5)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_of_a_file_is_measured_and_one_of_another_task_is_refused_in_its_cell()
    {
        var file = CheckpointFolder.Place("code-hadamard-m32-d64.safetensors");
        var rows = Run($$"""
            {
              "question": "?", "inputs": 529,
              "tasks": [{ "inputs": { "kind": "at-most", "features": { "vary": [32, 16] }, "active": 2 }, "targets": "pairs" }],
              "networks": [{ "name": "theirs", "kind": "file", "file": {{JsonSerializer.Serialize(file)}} }],
              "measures": ["errors"], "seeds": [0]
            }
            """);
        Assert.Equal(1.0 / 7, rows.One(RowSelection.All.With("features", 32))["epsilon"]!.AsNumber!.Value, 1e-6);
        Assert.Equal(
            $"{file} has 32 features, layers of 64 neurons and 496 outputs, expected 16 features and 120 outputs as in the task.",
            rows.One(RowSelection.All.With("features", 16)).Refusal);
    }

    [Theory]
    [InlineData("trained-l8-m32-d128", NetworkOrigin.Trained)]
    [InlineData("constructed-sign-m32-d128", NetworkOrigin.Constructed)]
    public void A_network_of_a_file_keeps_its_origin(string name, NetworkOrigin origin)
    {
        var task = new TaskSpec { Inputs = new AtMostActiveSpec { Features = 32, Active = 2 }, Targets = new PairsSpec() };
        using var drawn = new FileNetwork { Name = "theirs", File = CheckpointFolder.Place($"{name}.safetensors") }.Draw(
            new StudyBench(task, inputs: 529, new Seed(0), CancellationToken.None),
            new CellContext(new Progress<CellProgress>(), Store: null, CancellationToken.None));
        Assert.Equal(origin, drawn.Origin);
    }

    [Fact]
    public void A_recipe_is_drawn_by_its_name_and_for_the_tasks_it_names()
    {
        var rows = Run("""
            {
              "question": "?", "inputs": 50,
              "tasks": [
                { "name": "two", "inputs": { "kind": "exactly", "features": 8, "active": 3 }, "targets": { "kind": "ands", "fanIn": 2 } },
                { "name": "three", "inputs": { "kind": "exactly", "features": 8, "active": 3 }, "targets": { "kind": "ands", "fanIn": 3 } }
              ],
              "networks": [
                { "name": "bank", "kind": "and-bank", "neurons": 64, "for": { "task": "two" } },
                { "name": "same", "kind": "and-bank", "neurons": 64, "for": { "task": "two" }, "drawnAs": "and2-best-d64-seed0" },
                { "name": "other", "kind": "and-bank", "neurons": 64, "for": { "task": "two" }, "drawnAs": "another" },
                { "name": "bank", "kind": "and-bank", "bank": "half-density", "neurons": 64, "for": { "task": "three" } }
              ],
              "measures": ["errors"], "seeds": [0]
            }
            """);
        var two = RowSelection.All.With("task", "two");
        Assert.Equal(rows.One(two.With("network", "bank"))["rms"], rows.One(two.With("network", "same"))["rms"]);
        Assert.NotEqual(rows.One(two.With("network", "bank"))["rms"], rows.One(two.With("network", "other"))["rms"]);
        Assert.Single(rows.Where(RowSelection.All.With("task", "three")));
        Assert.Contains("networks[0].for is a selection of no task", Assert.Throws<SpecException>(() => Study("""
            {
              "question": "?", "inputs": 50, "tasks": [{ "name": "two", "inputs": { "kind": "exactly", "features": 8, "active": 3 },
                "targets": "pairs" }],
              "networks": [{ "name": "bank", "kind": "and-bank", "neurons": 64, "for": { "task": "tow" } }], "measures": ["errors"],
                "seeds": [0]
            }
            """)).Message, StringComparison.Ordinal);
    }

    private static StudySpec Study(string text) => SpecReader.Read(text, "study.json", []);

    internal static StudyTable Run(string text)
    {
        var study = Study(text);
        var context = new CellContext(new Progress<CellProgress>(), Store: null, CancellationToken.None);
        var lines = study.GridCells().SelectMany(cell =>
        {
            using var outcome = cell.Run(context);
            return outcome.Lines;
        });
        return StudyTable.Parse([.. lines], study.CoordinateNames, "study.json");
    }
}
