using System.Text.Json;
using Superposition.Studies;
using static Superposition.Tests.Studies.FrozenComparison;

namespace Superposition.Tests.Studies;

/// <summary>
/// What experiments measured before they became studies, number by number to the last bit: constructions and networks trained on their
/// tasks. Frozen/README.md says where the records come from.
/// </summary>
public class FrozenRecordTests
{
    [Fact]
    public void Experiment_01_measures_what_it_measured()
    {
        var rows = Frozen.Rows("01");
        foreach (var record in Frozen.Records("01"))
        {
            var of = Frozen.Of(record, "construction").With("active", record.GetProperty("active").GetDouble());
            SameErrors(record.GetProperty("analytic"), rows.One(of.With("readOff", "own")));
            var own = rows.One(of.With("readOff", "own"));
            Same(record.GetProperty("predictedEpsilon"), own, "predicted.epsilon");
            foreach (var expected in record.GetProperty("predicted").GetProperty("classes").EnumerateArray())
            {
                Same(expected.GetProperty("mean"), own, $"predicted.mean.{expected.GetProperty("class")}");
                Same(expected.GetProperty("std"), own, $"predicted.std.{expected.GetProperty("class")}");
            }

            if (record.TryGetProperty("leastSquares", out var refitted))
            {
                SameErrors(refitted, rows.One(of.With("readOff", "least-squares")));
            }
        }
    }

    [Fact]
    public void Experiment_02_measures_what_it_measured()
    {
        var rows = Frozen.Rows("02");
        var objectives = new Dictionary<string, string>(StringComparer.Ordinal) { ["MSE"] = "mse", ["L4"] = "power-4", ["L8"] = "power-8" };
        foreach (var record in Frozen.Records("02"))
        {
            var part = record.GetProperty("part").GetString();
            foreach (var arm in record.GetProperty("arms").EnumerateArray())
            {
                var name = arm.GetProperty("arm").GetString()!;
                var isTrained = part is "read-off" or "whole" && !name.StartsWith("untrained", StringComparison.Ordinal);
                var of =
                    RowSelection.All.With("readOff", name.EndsWith("least-squares", StringComparison.Ordinal) ? "least-squares" : "own")
                    .With("neurons", record.GetProperty("neurons").GetDouble())
                    .With("network", part switch
                    {
                        "controls" => name,
                        "constructed" => record.GetProperty("construction").GetString()!,
                        "read-off" => "read-off",
                        _ => isTrained ? "trained" : "untrained",
                    });
                if (isTrained)
                {
                    var objective = record.GetProperty("objective").GetString()!;
                    of = of.With("objective", objectives.GetValueOrDefault(objective, objective)).With(
                        "learningRate", record.GetProperty("learningRate").GetDouble());
                }

                var row = rows.One(of);
                SameErrors(arm.GetProperty("errors"), row);
                if (isTrained)
                {
                    Same(record.GetProperty("finalLoss"), row, "loss");
                }

                foreach (var similarity in name == "trained" ? record.GetProperty("similarities").EnumerateArray() : default)
                {
                    var score = similarity.GetProperty("meanCosine");
                    var kind = $"similarity.{similarity.GetProperty("construction")}";
                    Same(score.GetProperty("value"), row, kind);
                    Same(score.GetProperty("untrained"), row, $"{kind}.untrained");
                    Same(score.GetProperty("shuffled"), row, $"{kind}.shuffled");
                }
            }
        }
    }

    [Fact]
    public void Experiment_03_measures_what_it_measured()
    {
        var rows = Frozen.Rows("03");
        foreach (var record in Frozen.Records("03"))
        {
            var row = rows.One(Frozen.Of(record, "construction")
                .With("directions", record.GetProperty("encoding").GetString()!).With(
                    "dimension", record.GetProperty("dimension").GetDouble()));
            SameErrors(record.GetProperty("allPairs"), row);
            SameErrors(record.GetProperty("sampled"), row, prefix: "sampled.");
            SameErrors(record.GetProperty("zero"), row, prefix: "zero.");
            SameErrors(record.GetProperty("linear"), row, prefix: "linear.");
            Same(record.GetProperty("predictedEpsilon"), row, "predicted.epsilon");
            Same(record.GetProperty("coherence").GetProperty("largest"), row, "overlap.largest");
            Same(record.GetProperty("coherence").GetProperty("rms"), row, "overlap.rms");
            foreach (var noise in record.TryGetProperty("noise", out var noises) ? noises.EnumerateArray() : default)
            {
                Same(noise.GetProperty("crosstalk"), row, $"crosstalk.{noise.GetProperty("class")}");
                Same(noise.GetProperty("predictedCrosstalk"), row, $"predicted.crosstalk.{noise.GetProperty("class")}");
                Same(noise.GetProperty("neurons"), row, $"drawn.{noise.GetProperty("class")}");
                Same(noise.GetProperty("predictedNeurons"), row, $"predicted.drawn.{noise.GetProperty("class")}");
            }

            if (record.TryGetProperty("preactivation", out var preactivation))
            {
                Same(preactivation.GetProperty("measured"), row, "preactivation.std");
                Same(preactivation.GetProperty("predicted"), row, "predicted.preactivation.std");
            }
        }
    }

    [Fact]
    public void Experiment_06_measures_what_it_measured()
    {
        var rows = Frozen.Rows("06");
        foreach (var record in Frozen.Records("06"))
        {
            if (record.GetProperty("part").GetString() == "width")
            {
                var smallest = rows.One(RowSelection.All.With("network", "smallest"));
                Same(record.GetProperty("units"), smallest, "design.units");
                Same(record.GetProperty("relus"), smallest, "design.relus");
                Same(record.GetProperty("epsilon"), smallest, "design.epsilon");
                continue;
            }

            var row = rows.One(RowSelection.All.With("task", record.GetProperty("part").GetString()!).With(
                "network", record.GetProperty("arm").GetString()!));
            JsonElement[] layers = [.. record.GetProperty("layers").EnumerateArray()];
            Same(record.GetProperty("units"), row, "deep.units");
            Same(record.GetProperty("relus"), row, "deep.relus");
            Same(record.GetProperty("epsilon"), row, "deep.epsilon");
            foreach (var (key, name) in new[] { ("epsilon", "epsilon"), ("rms", "rms"), ("thresholdErrors", "wrong"),
                ("meanActive", "active"), ("activeUnits", "units") })
            {
                SameSeries(layers.Select(layer => layer.GetProperty(key).GetDouble()), row, $"layer.{name}");
            }

            double[] ratios = [.. layers.SelectMany(layer => layer.GetProperty("noise").EnumerateArray()).Select(noise =>
                noise.GetProperty("sigma").GetDouble() / noise.GetProperty("predicted").GetDouble())];
            Assert.Equal(ratios.Length == 0 ? null : ratios.Max(), row.Measures.GetValueOrDefault("sigma.ratio.largest")?.AsNumber);
        }
    }

    [Fact]
    public void Experiment_12_proves_what_it_proved()
    {
        var rows = Frozen.Rows("12");
        foreach (var record in Frozen.Records("12"))
        {
            var of = RowSelection.All.With(
                "network", record.TryGetProperty("construction", out var construction) ? construction.GetString()! : "trained");
            foreach (var (key, readOff) in new[] { ("asItIs", "own"), ("best", "minimax") })
            {
                var row = rows.One(of.With("readOff", readOff));
                Same(record.GetProperty(key).GetProperty("lower"), row, "certified.lower");
                Same(record.GetProperty(key).GetProperty("upper"), row, "certified.upper");
            }

            if (record.TryGetProperty("finalLoss", out var loss))
            {
                Same(loss, rows.One(of.With("readOff", "own")), "loss");
            }
        }
    }

    [Fact]
    public void Experiment_04_measures_what_it_measured()
    {
        var (ands, circuits) = (Frozen.Rows("04"), Frozen.Rows("04", "circuits.json"));
        foreach (var record in Frozen.Records("04"))
        {
            var isCircuit = record.TryGetProperty("circuit", out var circuit);
            var at = isCircuit
                ? RowSelection.All.With("task", circuit.GetString()!)
                : RowSelection.All.With("fanIn", record.GetProperty("fanIn").GetDouble());
            if (record.TryGetProperty("refusal", out var refusal))
            {
                Assert.Equal(
                    refusal.GetString(),
                    ands.One(at.With("network", "bank").With("bank", record.GetProperty("bank").GetString()!)).Refusal);
                continue;
            }

            foreach (var arm in record.GetProperty("arms").EnumerateArray())
            {
                var (network, readOff) = arm.GetProperty("arm").GetString() switch
                {
                    "zero" => ("raw", "own"),
                    "linear" => ("raw", "least-squares"),
                    "linear-minimax" => ("raw", "minimax"),
                    "analytic" => (isCircuit ? "banks" : "bank", "own"),
                    "untrained-least-squares" => ("untrained", "least-squares"),
                    "untrained-minimax" => ("untrained", "minimax"),
                    var fitted => ("banks", fitted!),
                };
                var of = at.With("network", network).With("readOff", readOff);
                SameErrors(
                    arm.GetProperty("errors"),
                    (isCircuit ? circuits : ands).One(network == "bank" ? of.With("bank", record.GetProperty("bank").GetString()!) : of),
                    byMinimax: readOff == "minimax");
            }

            if (record.TryGetProperty("predictedEpsilon", out var predicted))
            {
                Same(
                    predicted, ands.One(at.With("network", "bank").With("bank", record.GetProperty("bank").GetString()!)),
                    "predicted.epsilon");
            }

            if (record.TryGetProperty("predictedQuietStd", out var quiet))
            {
                Same(quiet, circuits.One(at.With("network", "banks").With("readOff", "own")), "design.quietStd");
                Same(
                    record.GetProperty("shape").GetProperty("terms"), circuits.One(at.With("network", "banks").With("readOff", "own")),
                    "design.terms");
            }
        }
    }

    [Fact]
    public void Experiment_05_corrects_what_it_corrected()
    {
        var rows = Frozen.Rows("05");
        foreach (var record in Frozen.Records("05"))
        {
            var row = rows.One(RowSelection.All.With("code", record.GetProperty("code").GetString()!).With(
                "form", record.GetProperty("form").GetString()!));
            Same(record.GetProperty("mostSharedUnits"), row, "design.sharedUnits");
            SameCurve(record.GetProperty("map"), row, "noise", report => report.GetProperty("noise"));
            foreach (var side in new[] { "in", "out" })
            {
                SameCurve(record.GetProperty("map"), row, $"{side}.epsilon", report => report.GetProperty(side).GetProperty("epsilon"));
                SameCurve(record.GetProperty("map"), row, $"{side}.rms", report => report.GetProperty(side).GetProperty("rms"));
            }

            SameCurve(record.GetProperty("map"), row, "out.off", report =>
                report.GetProperty("out").GetProperty("off").GetProperty("mean"));
            SameCurve(record.GetProperty("map"), row, "sigma", report => report.GetProperty("sigma"));
            SameCurve(record.GetProperty("map"), row, "sigma.predicted", report => report.GetProperty("predictedSigma"));
            SameCurve(record.GetProperty("map"), row, "contraction", report => report.GetProperty("contraction"));
            SameCurve(record.GetProperty("rounds"), row, "rounds.wrong", errors => errors.GetProperty("thresholdErrors"));
            SameCurve(record.GetProperty("rounds"), row, "rounds.off", errors => errors.GetProperty("off").GetProperty("mean"));
        }
    }

    [Theory, InlineData("11", ""), InlineData("13", "trained"), InlineData("14", "plain")]
    public void Constructions_and_their_learned_counterparts_measure_what_they_measured(string name, string trained)
    {
        var tasks = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["error"] = "correction",
            ["fan"] = "ands",
            ["gates"] = "gates",
            ["superposed"] = "superposed",
            ["deep"] = "deep"
        };
        var rows = Frozen.Rows(name);
        foreach (var record in Frozen.Records(name))
        {
            var id = record.GetProperty("task").GetString()!;
            var isLearned = id.Contains("learned", StringComparison.Ordinal);
            var task = name == "11" ? tasks[id.Split('-')[0]] : "circuit";
            foreach (var arm in record.GetProperty("arms").EnumerateArray())
            {
                var (network, readOff) = arm.GetProperty("arm").GetString() switch
                {
                    "zero" => ("raw", "own"),
                    "linear" => ("raw", "least-squares"),
                    "constructed" => ("constructed", "own"),
                    "constructed-least-squares" => ("constructed", "least-squares"),
                    "untrained-least-squares" => ("trained", "untrained-least-squares"),
                    _ => ("trained", "own"),
                };
                network =
                    (name, network) switch { (not "11", "constructed") => "channels", (not "11", "trained") => trained, _ => network };

                // A construction has no directions to learn: the task with learned ones is compared with that of fixed ones.
                var at = isLearned && network != "constructed" ? "superposed, learned" : task;
                SameErrors(
                    arm.GetProperty("errors"),
                    rows.One(RowSelection.All.With("task", at).With("network", network).With("readOff", readOff)));
            }

            var own = rows.One(RowSelection.All.With("task", isLearned ? "superposed, learned" : task).With(
                "network", trained.Length > 0 ? trained : "trained").With("readOff", "own"));
            Same(record.GetProperty("finalLoss"), own, "loss");
            if (record.TryGetProperty("unseenInputs", out var unseen))
            {
                Same(unseen, own, "inputs.unseen");
            }

            if (record.GetProperty("states").GetArrayLength() > 0)
            {
                SameCurve(record.GetProperty("states"), own, "states.width", state => state.GetProperty("neurons"));
                SameCurve(record.GetProperty("states"), own, "states.epsilon", state => state.GetProperty("errors").GetProperty("epsilon"));
                SameCurve(record.GetProperty("states"), own, "states.rms", state => state.GetProperty("errors").GetProperty("rms"));
                SameCurve(record.GetProperty("states"), own, "states.wrong", state =>
                    state.GetProperty("errors").GetProperty("thresholdErrors"));
            }
        }
    }
}
