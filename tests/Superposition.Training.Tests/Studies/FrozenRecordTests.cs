using System.Text.Json;
using Superposition.Studies;

namespace Superposition.Tests.Studies;

/// <summary>What experiments measured before they became studies, number by number to the last bit. Frozen/README.md says where the records come from.</summary>
public class FrozenRecordTests
{
    private static readonly string[] MetricKeys =
    [
        "auc-in-sample", "auc", "selectivity", "r2", "r2-above-input", "r2-above-untrained", "epsilon-below-quarter", "epsilon-below-half", "r2-beyond-input", "mean-ablation", "projection", "erasure",
        "interchange", "path-gradient", "steering", "row-space", "removal", "removal-isotropic", "verdict",
    ];

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
                var of = RowSelection.All.With("readOff", name.EndsWith("least-squares", StringComparison.Ordinal) ? "least-squares" : "own")
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
                    of = of.With("objective", objectives.GetValueOrDefault(objective, objective)).With("learningRate", record.GetProperty("learningRate").GetDouble());
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
                .With("directions", record.GetProperty("encoding").GetString()!).With("dimension", record.GetProperty("dimension").GetDouble()));
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

            var row = rows.One(RowSelection.All.With("task", record.GetProperty("part").GetString()!).With("network", record.GetProperty("arm").GetString()!));
            JsonElement[] layers = [.. record.GetProperty("layers").EnumerateArray()];
            Same(record.GetProperty("units"), row, "deep.units");
            Same(record.GetProperty("relus"), row, "deep.relus");
            Same(record.GetProperty("epsilon"), row, "deep.epsilon");
            foreach (var (key, name) in new[] { ("epsilon", "epsilon"), ("rms", "rms"), ("thresholdErrors", "wrong"), ("meanActive", "active"), ("activeUnits", "units") })
            {
                SameSeries(layers.Select(layer => layer.GetProperty(key).GetDouble()), row, $"layer.{name}");
            }

            double[] ratios = [.. layers.SelectMany(layer => layer.GetProperty("noise").EnumerateArray()).Select(noise => noise.GetProperty("sigma").GetDouble() / noise.GetProperty("predicted").GetDouble())];
            Assert.Equal(ratios.Length == 0 ? null : ratios.Max(), row.Measures.GetValueOrDefault("sigma.ratio.largest")?.AsNumber);
        }
    }

    [Fact]
    public void Experiment_07_measures_what_it_measured()
    {
        var rows = Frozen.Rows("07");
        foreach (var record in Frozen.Records("07"))
        {
            switch (record.GetProperty("kind").GetString())
            {
                case "classifier-calibration":
                    var known = rows.One(RowSelection.All.With("make", record.GetProperty("network").GetString()!));
                    Assert.Equal(record.GetProperty("named")[0].GetProperty("family").GetString(), ((StudyValue.Text)known.Measures["family"]).Value);
                    Assert.Equal(record.GetProperty("expected").GetString() == record.GetProperty("named")[0].GetProperty("family").GetString(), ((StudyValue.Flag)known.Measures["family.right"]).Value);
                    break;
                case "found-network":
                    SameFound(record, rows);
                    break;
                default:
                    SameFunction(record, rows);
                    break;
            }
        }
    }

    private static void SameFound(JsonElement record, StudyTable rows)
    {
        var task = record.GetProperty("features").GetInt32() == 12 ? "law" : "phases";
        var at = RowSelection.All.With("task", task).With("network", record.TryGetProperty("construction", out var construction) ? construction.GetString()! : "trained");
        if (record.TryGetProperty("refusal", out var refusal))
        {
            Assert.Equal(refusal.GetString(), rows.One(at).Refusal);
            return;
        }

        var own = rows.One(at.With("readOff", "own"));
        Same(record.GetProperty("rates")[0].GetProperty("finalLoss"), own, "loss");
        SameErrors(record.GetProperty("errors"), own);
        SameErrors(record.GetProperty("leastSquares"), rows.One(at.With("readOff", "least-squares")));
        if (record.TryGetProperty("certified", out var certified))
        {
            Same(certified.GetProperty("upper"), rows.One(at.With("readOff", "minimax")), "certified.upper");
        }

        foreach (var (key, prefix) in new[] { ("evidence", ""), ("untrainedEvidence", "untrained.") })
        {
            var evidence = record.GetProperty(key);
            Assert.Equal(evidence.GetProperty("family").GetString(), ((StudyValue.Text)own.Measures[$"{prefix}family"]).Value);
            foreach (var (name, measure) in new[] { ("levels", "levels"), ("twoLevelShare", "two-level.share"), ("levelRatio", "level.ratio"), ("kurtosis", "kurtosis"), ("productR2", "product.r2"), ("density", "density"), ("rmsCoherence", "coherence") })
            {
                Same(evidence.GetProperty(name), own, prefix + measure);
            }
        }

        foreach (var similarity in record.GetProperty("similarities").EnumerateArray())
        {
            Same(similarity.GetProperty("meanCosine").GetProperty("value"), own, $"similarity.{similarity.GetProperty("construction")}");
        }
    }

    private static void SameFunction(JsonElement record, StudyTable rows)
    {
        var isTrained = !record.TryGetProperty("construction", out var construction);
        var at = RowSelection.All.With("task", "function").With("network", isTrained ? "trained" : construction.GetString()!);
        var own = rows.One(at.With("readOff", "own"));
        foreach (var (key, name) in new[] { ("otherActive", "active"), ("noise", "noise"), ("bits", "bits"), ("prunedNeurons", "pruned-neurons"), ("prunedWeights", "pruned-weights") })
        {
            foreach (var disturbed in record.GetProperty(key).EnumerateArray())
            {
                var degree = FormattableString.Invariant($"{name}.{disturbed.GetProperty("degree").GetDouble()}");
                Same(disturbed.GetProperty("epsilon"), own, $"{degree}.epsilon");
                Same(disturbed.GetProperty("rms"), own, $"{degree}.rms");
                if (disturbed.TryGetProperty("refittedRms", out var refitted))
                {
                    Same(refitted, own, $"{degree}.refitted");
                }
            }
        }

        foreach (var transfer in record.GetProperty("transfers").EnumerateArray())
        {
            var (row, prefix) = transfer.GetProperty("readOff").GetString() switch
            {
                "products" => (own, "products."),
                "least-squares" => (rows.One(at.With("readOff", "least-squares")), ""),
                "other-seed" => (own, "twin.read-off."),
                "trained" => (own, "learned.read-off."),
                "constructed" => (own, "constructed.read-off."),
                _ => (own, "on-untrained."),
            };
            SameErrors(transfer.GetProperty("errors"), row, prefix: prefix);
        }

        if (isTrained)
        {
            SameErrors(record.GetProperty("errors"), own);
            Same(record.GetProperty("straight").GetProperty("barrier"), own, "twin.straight.barrier");
            Same(record.GetProperty("aligned").GetProperty("barrier"), own, "twin.aligned.barrier");
            SameSeries(record.GetProperty("straight").GetProperty("points").EnumerateArray().Select(point => point.GetProperty("meanSquare").GetDouble()), own, "twin.straight.squares");
        }
    }

    /// <summary>But for the rms of trained networks, which is measured on other inputs since.</summary>
    [Fact]
    public void Experiment_09_measures_what_it_measured()
    {
        var rows = Frozen.Rows("09");
        foreach (var record in Frozen.Records("09"))
        {
            var arm = record.GetProperty("arm").GetString()!;
            var row = rows.One(arm switch
            {
                "trained" => RowSelection.All.With("network", "trained, 3 layers").With("readOff", "own"),
                "untrained" => RowSelection.All.With("network", "trained, 3 layers").With("readOff", "untrained-least-squares"),
                _ => RowSelection.All.With("network", arm.Replace('-', ' ')),
            });
            if (record.TryGetProperty("finalLoss", out var loss))
            {
                Same(loss, row, "loss");
            }

            var plateaus = record.GetProperty("plateaus");
            foreach (var (key, name) in new[] { ("target", "target"), ("feature", "feature"), ("random", "random"), ("stateLike", "state-like"), ("betweenStates", "between") })
            {
                SameSeries(plateaus.GetProperty(key).GetProperty("mean").EnumerateArray().Select(value => value.GetDouble()), row, $"{name}.mean");
            }

            Same(plateaus.GetProperty("target").GetProperty("plateauIndex"), row, "target.index");
            Same(plateaus.GetProperty("fit").GetProperty("theta"), row, "theta");
            Same(plateaus.GetProperty("fit").GetProperty("sigmaError"), row, "sigma.error");
            Same(plateaus.GetProperty("atCodewords").GetProperty("leading")[0], row, "jacobian.states");
            if (record.TryGetProperty("predictedSigma", out var sigma))
            {
                Same(sigma, row, "predicted.sigma");
                SameSeries(record.GetProperty("predictedCurve").EnumerateArray().Select(value => value.GetDouble()), row, "predicted.mean");
            }
        }
    }

    /// <summary>The records are those of the kind of experiment that was moved, as of its last day: verdicts had been given context by context since version 0.1.</summary>
    [Fact, Trait("Category", "Slow")]
    public void Experiment_08_measures_what_it_measured()
    {
        var rows = Frozen.Rows("08");
        foreach (var record in Frozen.Records("08"))
        {
            var network = record.GetProperty("network").GetString()!;
            var row = rows.One(RowSelection.All.With("network", network.Replace('-', ' ')));
            JsonElement[] pairs = [.. record.GetProperty("pairs").EnumerateArray()];
            if (record.TryGetProperty("finalLoss", out var loss))
            {
                Same(loss, row, "loss");
            }

            Same(record.GetProperty("readDimensions"), row, "read.dimensions");
            SameSeries(pairs.Select(pair => pair.TryGetProperty("probe", out var probe) ? probe.GetProperty("auc").GetDouble() : 0), row, "pairs.auc");
            SameSeries(pairs.Select(pair => pair.TryGetProperty("probe", out var probe) ? probe.GetProperty("r2").GetDouble() : 0), row, "pairs.r2");
            SameSeries(pairs.Select(pair => pair.GetProperty("effect").GetDouble()), row, "pairs.effect");
            SameSeries(pairs.Select(pair => pair.GetProperty("inContexts").GetProperty("share").GetDouble()), row, "pairs.contexts");
            foreach (var (group, isTarget) in new[] { ("asked", true), ("others", false) })
            {
                // Outputs of the linear layer ask for pairs, in vain; the records counted none as asked for.
                JsonElement[] own = [.. pairs.Where(pair => pair.GetProperty("isTarget").GetBoolean() == isTarget)];
                foreach (var (verdict, name) in own.Length == 0 || network == "linear" ? [] : new[] { ("used", "used"), ("readable-but-unused", "unused"), ("absent", "absent"), ("undecided", "undecided") })
                {
                    Assert.Equal(own.Average(pair => pair.GetProperty("verdict").GetString() == verdict ? 1.0 : 0.0), row.Measures[$"{group}.{name}"].AsNumber);
                }
            }

            foreach (var (metric, i) in record.GetProperty("metrics").EnumerateArray().Select((metric, i) => (metric, i)))
            {
                Same(metric.GetProperty("onUnused"), row, $"calls.others.{MetricKeys[i]}");
                Same(metric.GetProperty("onControls"), row, $"calls.controls.{MetricKeys[i]}");
            }
        }
    }

    [Fact]
    public void Experiment_08b_measures_what_it_measured()
    {
        var rows = Frozen.Rows("08b");
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { ["principal-components"] = "components", ["random-directions"] = "random" };
        foreach (var record in Frozen.Records("08b"))
        {
            var row = rows.One(RowSelection.All.With("network", record.GetProperty("network").GetString() == "random" ? "random layer" : "trained"));
            foreach (var dictionary in record.GetProperty("dictionaries").EnumerateArray())
            {
                var kind = dictionary.GetProperty("kind").GetString()!;
                var name = names.GetValueOrDefault(kind, kind);
                foreach (var (key, measure) in new[] { ("unexplainedVariance", "unexplained"), ("active", "active"), ("dead", "dead"), ("unexplained", "unnamed"), ("absorbed", "absorbed") })
                {
                    if (dictionary.TryGetProperty(key, out var value))
                    {
                        Same(value, row, $"{name}.{measure}");
                    }
                }

                foreach (var (key, part) in new[] { ("features", "features"), ("asked", "asked"), ("unasked", "others") })
                {
                    if (dictionary.TryGetProperty(key, out var recovery))
                    {
                        Same(recovery.GetProperty("mcc"), row, $"{name}.mcc.{part}");
                        Same(recovery.GetProperty("latents"), row, $"{name}.latents.{part}");
                        Assert.Equal(recovery.GetProperty("recovered").GetInt32() / recovery.GetProperty("count").GetDouble(), row.Measures[$"{name}.recovered.{part}"].AsNumber);
                    }
                }
            }
        }
    }

    [Fact]
    public void Experiment_12_proves_what_it_proved()
    {
        var rows = Frozen.Rows("12");
        foreach (var record in Frozen.Records("12"))
        {
            var of = RowSelection.All.With("network", record.TryGetProperty("construction", out var construction) ? construction.GetString()! : "trained");
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
            var at = isCircuit ? RowSelection.All.With("task", circuit.GetString()!) : RowSelection.All.With("fanIn", record.GetProperty("fanIn").GetDouble());
            if (record.TryGetProperty("refusal", out var refusal))
            {
                Assert.Equal(refusal.GetString(), ands.One(at.With("network", "bank").With("bank", record.GetProperty("bank").GetString()!)).Refusal);
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
                SameErrors(arm.GetProperty("errors"), (isCircuit ? circuits : ands).One(network == "bank" ? of.With("bank", record.GetProperty("bank").GetString()!) : of), byMinimax: readOff == "minimax");
            }

            if (record.TryGetProperty("predictedEpsilon", out var predicted))
            {
                Same(predicted, ands.One(at.With("network", "bank").With("bank", record.GetProperty("bank").GetString()!)), "predicted.epsilon");
            }

            if (record.TryGetProperty("predictedQuietStd", out var quiet))
            {
                Same(quiet, circuits.One(at.With("network", "banks").With("readOff", "own")), "design.quietStd");
                Same(record.GetProperty("shape").GetProperty("terms"), circuits.One(at.With("network", "banks").With("readOff", "own")), "design.terms");
            }
        }
    }

    [Fact]
    public void Experiment_05_corrects_what_it_corrected()
    {
        var rows = Frozen.Rows("05");
        foreach (var record in Frozen.Records("05"))
        {
            var row = rows.One(RowSelection.All.With("code", record.GetProperty("code").GetString()!).With("form", record.GetProperty("form").GetString()!));
            Same(record.GetProperty("mostSharedUnits"), row, "design.sharedUnits");
            SameCurve(record.GetProperty("map"), row, "noise", report => report.GetProperty("noise"));
            foreach (var side in new[] { "in", "out" })
            {
                SameCurve(record.GetProperty("map"), row, $"{side}.epsilon", report => report.GetProperty(side).GetProperty("epsilon"));
                SameCurve(record.GetProperty("map"), row, $"{side}.rms", report => report.GetProperty(side).GetProperty("rms"));
            }

            SameCurve(record.GetProperty("map"), row, "out.off", report => report.GetProperty("out").GetProperty("off").GetProperty("mean"));
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
        var tasks = new Dictionary<string, string>(StringComparer.Ordinal) { ["error"] = "correction", ["fan"] = "ands", ["gates"] = "gates", ["superposed"] = "superposed", ["deep"] = "deep" };
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
                network = (name, network) switch { (not "11", "constructed") => "channels", (not "11", "trained") => trained, _ => network };

                // A construction has no directions to learn: the task with learned ones is compared with that of fixed ones.
                var at = isLearned && network != "constructed" ? "superposed, learned" : task;
                SameErrors(arm.GetProperty("errors"), rows.One(RowSelection.All.With("task", at).With("network", network).With("readOff", readOff)));
            }

            var own = rows.One(RowSelection.All.With("task", isLearned ? "superposed, learned" : task).With("network", trained.Length > 0 ? trained : "trained").With("readOff", "own"));
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
                SameCurve(record.GetProperty("states"), own, "states.wrong", state => state.GetProperty("errors").GetProperty("thresholdErrors"));
            }
        }
    }

    private static void SameSeries(IEnumerable<double> expected, StudyRow row, string measure) =>
        Assert.Equal(expected, Assert.IsType<StudyValue.Series>(row.Measures[measure]).Values);

    private static void SameCurve(JsonElement records, StudyRow row, string measure, Func<JsonElement, JsonElement> value) =>
        SameSeries(records.EnumerateArray().Select(record => value(record).GetDouble()), row, measure);

    private static void SameErrors(JsonElement errors, StudyRow row, bool byMinimax = false, string prefix = "")
    {
        Same(errors.GetProperty("epsilon"), row, $"{prefix}epsilon", byMinimax ? 2e-6 : 0);
        if (byMinimax)
        {
            // There are many read-offs of the smallest worst error, and the exchange method may find another than the simplex did.
            return;
        }

        Same(errors.GetProperty("rms"), row, $"{prefix}rms");
        Same(errors.GetProperty("thresholdErrors"), row, $"{prefix}errors.threshold");
        foreach (var one in errors.GetProperty("classes").EnumerateArray().Where(one => one.GetProperty("errors").GetProperty("count").GetInt64() > 0))
        {
            foreach (var (key, name) in new[] { ("count", "count"), ("mean", "mean"), ("std", "std"), ("rms", "rms"), ("q50", "median"), ("q90", "q90"), ("q99", "q99"), ("max", "max") })
            {
                Same(one.GetProperty("errors").GetProperty(key), row, $"{prefix}{name}.{one.GetProperty("class")}");
            }
        }
    }

    // Quantiles of errors that are zero were the upper edge of the lowest bin of a histogram.
    private const double LowestBin = 1.2e-41;

    /// <summary>
    /// The same number to the last bit. Certified bounds and similarities are computed by other methods than when the records were made (an exchange method
    /// in the place of the simplex, shortest augmenting paths in the place of a flow), so their last digits may differ, and no more.
    /// </summary>
    private static void Same(JsonElement expected, StudyRow row, string measure, double allowed = 0)
    {
        var slack = measure.StartsWith("certified.", StringComparison.Ordinal) ? 2e-6 : measure.StartsWith("similarity.", StringComparison.Ordinal) ? 1e-12 : Math.Max(allowed, LowestBin);
        Assert.True(row.Measures.TryGetValue(measure, out var value) && Math.Abs(value.AsNumber!.Value - expected.GetDouble()) <= slack, $"{row.Cell}: {measure} was {expected}, now {value}.");
    }
}

/// <summary>A frozen experiment: its records, and the rows of the study that takes its place.</summary>
internal static class Frozen
{
    // Records were made with one thread a tensor operation, as runs compute; how many there are decides the last bits of a product.
    static Frozen() => TorchSharp.torch.set_num_threads(1);

    public static IEnumerable<JsonElement> Records(string name) =>
        File.ReadLines(Place(name, "records.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);

    public static StudyTable Rows(string name, string file = "study.json")
    {
        var study = SpecReader.Read(File.ReadAllText(Place(name, file)), file, []);
        var context = new CellContext(new Progress<CellProgress>(), Store: null, CancellationToken.None);
        var lines = study.GridCells().SelectMany(cell =>
        {
            using var outcome = cell.Run(context);
            Assert.Null(outcome.Failure);
            return outcome.Lines;
        });
        return StudyTable.Parse([.. lines], study.CoordinateNames, name);
    }

    public static RowSelection Of(JsonElement record, string network) => RowSelection.All
        .With("network", record.GetProperty(network).GetString()!)
        .With("neurons", record.GetProperty("neurons").GetDouble());

    /// <summary>The one row that a selection takes.</summary>
    public static StudyRow One(this StudyTable table, RowSelection of)
    {
        var rows = table.Where(of).ToArray();
        Assert.True(rows.Length == 1, $"{rows.Length} rows of {of}, expected one.");
        return rows[0];
    }

    public static string Place(string name, string file)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Superposition.Training.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        return Path.Combine(root, "tests", "Superposition.Training.Tests", "Studies", "Frozen", name, file);
    }
}
