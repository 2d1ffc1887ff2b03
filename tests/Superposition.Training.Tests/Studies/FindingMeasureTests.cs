using Superposition.Studies;

namespace Superposition.Tests.Studies;

/// <summary>The measures of experiments 20 to 23, each on networks whose answer is known.</summary>
public class FindingMeasureTests
{
    [Fact]
    public void A_naive_network_beats_every_control_and_what_computes_nothing_beats_none()
    {
        var rows = RecipeTests.Run("""
            {
              "question": "?", "inputs": 1000,
              "tasks": [{ "inputs": { "kind": "at-most", "features": 8, "active": 3 }, "targets": "pairs" }],
              "networks": [
                { "name": "code", "kind": "construction", "construction": "dedicated", "neurons": 28 },
                { "name": "half", "kind": "construction", "construction": "dedicated", "neurons": 14 },
                { "name": "linear", "kind": "control", "control": "linear-minimax" },
                { "name": "zero", "kind": "control", "control": "zero" }
              ],
              "measures": ["controls"], "seeds": [0]
            }
            """);
        StudyRow One(string name) => rows.One(RowSelection.All.With("network", name));
        Assert.All(rows.Rows, row => Assert.True(row["control.linear"]!.AsNumber < row["control.zero"]!.AsNumber));
        Assert.Equal(0, One("code")["control.naive"]!.AsNumber);
        Assert.Equal(One("zero")["control.zero"], One("zero")["control.naive"]);
        Assert.Equal((StudyValue)true, One("code")["better.worst"]);
        Assert.Equal((StudyValue)false, One("half")["better.worst"]);
        Assert.True(One("half")["rms.ratio"]!.AsNumber >= 1 && One("half")["control.naive"]!.AsNumber > 0);

        // Its worst error is a quarter, which is not below a quarter.
        Assert.Equal((StudyValue)false, One("linear")["better.worst"]);
        Assert.Equal((StudyValue)false, One("zero")["better"]);
    }

    [Fact]
    public void The_naive_control_computes_pairs_that_are_asked_for()
    {
        var rows = RecipeTests.Run("""
            {
              "question": "?", "inputs": 1000,
              "tasks": [{ "inputs": { "kind": "at-most", "features": 12, "active": 3 },
                "targets": { "kind": "pairs", "list": [[0, 1], [2, 5], [7, 11]] } }],
              "networks": [
                { "name": "wide", "kind": "construction", "construction": "sign", "neurons": 64 },
                { "name": "narrow", "kind": "construction", "construction": "sign", "neurons": 2 }
              ],
              "measures": ["controls"], "seeds": [0]
            }
            """);
        StudyRow One(string name) => rows.One(RowSelection.All.With("network", name));
        Assert.Equal(0, One("wide")["control.naive"]!.AsNumber);

        // Two of three pairs alike.
        Assert.Equal(One("narrow")["control.zero"]!.AsNumber!.Value / Math.Sqrt(3), One("narrow")["control.naive"]!.AsNumber!.Value, 6);
    }

    [Fact]
    public void What_cannot_be_measured_of_a_network_is_left_out_and_the_rest_stays()
    {
        var rows = RecipeTests.Run("""
            {
              "question": "?", "inputs": 50,
              "tasks": [
                { "name": "never on", "inputs": { "kind": "at-most", "features": 8, "active": 2 },
                  "targets": { "kind": "ands", "fanIn": 3, "count": 5 } },
                { "name": "dies out", "inputs": { "kind": "at-most", "features": 32, "active": 2 },
                  "targets": { "kind": "layers", "depth": 6, "gates": { "copy": 0, "and": 1, "or": 0, "xor": 0 } } }
              ],
              "networks": [
                { "name": "zero", "kind": "control", "control": "zero", "for": { "task": "never on" } },
                { "name": "fused", "kind": "fused-circuit", "units": 16, "channelSize": 4, "corrects": true, "for": { "task": "dies out" } }
              ],
              "measures": ["errors", { "kind": "plateau", "settings": { "states": 10, "distanceStates": 4, "jacobianStates": 0 },
                "of": { "task": "never on" } }, { "kind": "gate-layers", "inputs": 20 }], "seeds": [0]
            }
            """);
        Assert.Equal(2, rows.Rows.Length);
        Assert.All(rows.Rows, row => Assert.True(row is { Refusal: null } && row["epsilon"] is not null, row.Refusal));
        Assert.All(rows.Rows, row => Assert.True(row["random.index"] is null && row["deep.epsilon"] is null));
    }

    [Fact]
    public void A_refusal_names_no_parameter_of_the_program()
    {
        var row = Assert.Single(RecipeTests.Run("""
            {
              "question": "?", "inputs": 50,
              "tasks": [{ "inputs": { "kind": "at-most", "features": 32, "active": 2 },
                "targets": { "kind": "layers", "depth": 2, "gates": { "copy": 0.9, "and": 0.1, "or": 0, "xor": 0 } } }],
              "networks": [{ "name": "fused", "kind": "fused-circuit", "units": 8, "channelSize": 8, "corrects": true }],
              "measures": ["errors"], "seeds": [0]
            }
            """).Rows);
        Assert.EndsWith("Expected more units than the 8 given.", row.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_are_stored_where_they_are_given_back_alone()
    {
        var rows = RecipeTests.Run("""
            {
              "question": "?", "inputs": 100,
              "tasks": [{ "inputs": { "kind": "exactly", "features": 12, "active": 1 }, "targets": { "kind": "ands", "fanIn": 1 } }],
              "networks": [
                { "name": "raw", "kind": "control", "control": "zero", "readOffs": ["own", "least-squares"] },
                { "name": "few", "kind": "control", "control": "untrained", "neurons": 3, "readOffs": ["least-squares"] }
              ],
              "measures": ["stored-features"], "seeds": [0]
            }
            """);
        StudyRow Of(string network, string readOff) => rows.One(RowSelection.All.With("network", network).With("readOff", readOff));
        Assert.Equal(0, Of("raw", "own")["stored"]!.AsNumber);
        Assert.Equal(12, Of("raw", "least-squares")["stored"]!.AsNumber);
        Assert.Equal(1, Of("raw", "least-squares")["own.mean"]!.AsNumber!.Value, 3);

        // An affine map of rank 4, of which the best gives every feature back to 4/12 on average.
        Assert.Equal(4.0 / 12, Of("few", "least-squares")["own.mean"]!.AsNumber!.Value, 2);
        Assert.True(Of("few", "least-squares")["stored"]!.AsNumber < 4);
    }

    [Fact]
    public void Contours_of_a_linear_layer_are_circles_and_reads_of_a_network_without_wrong_outputs_tell_nothing()
    {
        var rows = RecipeTests.Run("""
            {
              "question": "?", "inputs": 1000,
              "tasks": [
                { "name": "given back", "inputs": { "kind": "at-most", "features": 12, "active": 2 }, "targets": { "kind": "ands",
                  "fanIn": 1 } },
                { "name": "pairs", "inputs": { "kind": "at-most", "features": 8, "active": 3 }, "targets": "pairs" }
              ],
              "networks": [
                { "name": "raw", "kind": "control", "control": "zero", "for": { "task": "given back" }, "readOffs": ["least-squares"] },
                { "name": "naive", "kind": "construction", "construction": "dedicated", "neurons": 28, "for": { "task": "pairs" } },
                { "name": "half", "kind": "construction", "construction": "dedicated", "neurons": 14, "for": { "task": "pairs" } }
              ],
              "measures": [{ "kind": "iso-response", "planes": 5, "of": { "task": "given back" } }, { "kind": "shared-reads",
                "of": { "task": "pairs" } }], "seeds": [0]
            }
            """);
        StudyRow One(string name) => rows.One(RowSelection.All.With("network", name));
        Assert.Equal(2, One("raw")["iso.feature.p"]!.AsNumber!.Value, 1);
        Assert.Equal(0, One("raw")["iso.feature.unreached"]!.AsNumber);
        Assert.Equal(0, One("naive")["failing"]!.AsNumber);
        Assert.Null(One("naive")["reads.area"]);

        // Half of the pairs are given 0: an input fails exactly where it has one of them active.
        Assert.InRange(One("half")["failing"]!.AsNumber!.Value, 0.4, 0.9);
        Assert.True(One("half")["wrong.given-failure"]!.AsNumber >= 1);
    }

    [Fact]
    public void Training_starts_from_a_code_of_its_own_width_or_near_it_and_at_no_other_width()
    {
        var rows = RecipeTests.Run("""
            {
              "question": "?", "inputs": 1000,
              "tasks": [{ "inputs": { "kind": "at-most", "features": 24, "active": 2 }, "targets": "pairs" }],
              "networks": [
                { "name": "code", "kind": "construction", "construction": "hadamard" },
                {
                  "name": "from", "kind": "trained", "trains": "whole", "start": "hadamard", "startNoise": { "vary": [0, 0.3] },
                    "neurons": { "vary": [48, 50] },
                  "objective": "mse", "learningRate": 1e-12, "training": { "steps": 1, "batch": 8, "optimizer": "adam",
                    "weightDecay": 0, "schedule": "cosine", "warmUp": 0 }
                }
              ],
              "measures": ["errors"], "seeds": [0]
            }
            """);
        StudyRow From(int neurons, double noise) =>
            rows.One(RowSelection.All.With("network", "from").With("neurons", neurons).With("startNoise", noise));
        var code = rows.One(RowSelection.All.With("network", "code"))["epsilon"]!.AsNumber!.Value;
        Assert.Equal(1.0 / 6, code, 5);
        Assert.Equal(code, From(48, 0)["epsilon"]!.AsNumber!.Value, 5);
        Assert.True(From(48, 0.3)["epsilon"]!.AsNumber > code + 0.1);
        Assert.Contains("48", From(50, 0).Refusal, StringComparison.Ordinal);
    }
}
