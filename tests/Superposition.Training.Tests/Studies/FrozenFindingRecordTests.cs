using System.Text.Json;
using Superposition.Studies;
using static Superposition.Tests.Studies.FrozenComparison;

namespace Superposition.Tests.Studies;

/// <summary>
/// What experiments measured before they became studies, number by number to the last bit: what training finds, what is used of it,
/// dictionaries and plateaus. Frozen/README.md says where the records come from.
/// </summary>
public class FrozenFindingRecordTests
{
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
                    Assert.Equal(
                        record.GetProperty("named")[0].GetProperty("family").GetString(),
                        ((StudyValue.Text)known.Measures["family"]).Value);
                    Assert.Equal(
                        record.GetProperty("expected").GetString() == record.GetProperty("named")[0].GetProperty("family").GetString(),
                        ((StudyValue.Flag)known.Measures["family.right"]).Value);
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
        var at = RowSelection.All.With("task", task).With(
            "network", record.TryGetProperty("construction", out var construction) ? construction.GetString()! : "trained");
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
            foreach (var (name, measure) in new[] { ("levels", "levels"), ("twoLevelShare", "two-level.share"),
                ("levelRatio", "level.ratio"), ("kurtosis", "kurtosis"), ("productR2", "product.r2"), ("density", "density"),
                ("rmsCoherence", "coherence") })
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
        foreach (var (key, name) in new[] { ("otherActive", "active"), ("noise", "noise"), ("bits", "bits"),
            ("prunedNeurons", "pruned-neurons"), ("prunedWeights", "pruned-weights") })
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
            SameSeries(
                record.GetProperty("straight").GetProperty("points").EnumerateArray().Select(point =>
                point.GetProperty("meanSquare").GetDouble()), own, "twin.straight.squares");
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
            foreach (var (key, name) in new[] { ("target", "target"), ("feature", "feature"), ("random", "random"),
                ("stateLike", "state-like"), ("betweenStates", "between") })
            {
                SameSeries(
                    plateaus.GetProperty(key).GetProperty("mean").EnumerateArray().Select(value => value.GetDouble()), row, $"{name}.mean");
            }

            Same(plateaus.GetProperty("target").GetProperty("plateauIndex"), row, "target.index");
            Same(plateaus.GetProperty("atCodewords").GetProperty("leading")[0], row, "jacobian.states");
            if (record.TryGetProperty("predictedSigma", out var sigma))
            {
                // Fits end where their search stops, a little elsewhere on another kind of machine, and anywhere without a plateau.
                Same(plateaus.GetProperty("fit").GetProperty("theta"), row, "theta", 1e-3);
                Same(plateaus.GetProperty("fit").GetProperty("sigmaError"), row, "sigma.error", 1e-3);
                Same(sigma, row, "predicted.sigma");
                SameSeries(record.GetProperty("predictedCurve").EnumerateArray().Select(value => value.GetDouble()), row, "predicted.mean");
            }
        }
    }

    [Fact]
    public void Experiment_08b_measures_what_it_measured()
    {
        var rows = Frozen.Rows("08b");
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["principal-components"] = "components",
            ["random-directions"] = "random"
        };
        foreach (var record in Frozen.Records("08b"))
        {
            var row = rows.One(
                RowSelection.All.With("network", record.GetProperty("network").GetString() == "random" ? "random layer" : "trained"));
            foreach (var dictionary in record.GetProperty("dictionaries").EnumerateArray())
            {
                var kind = dictionary.GetProperty("kind").GetString()!;
                var name = names.GetValueOrDefault(kind, kind);
                foreach (var (key, measure) in new[] { ("unexplainedVariance", "unexplained"), ("active", "active"), ("dead", "dead"),
                    ("unexplained", "unnamed"), ("absorbed", "absorbed") })
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
                        Assert.Equal(
                            recovery.GetProperty("recovered").GetInt32() / recovery.GetProperty("count").GetDouble(),
                            row.Measures[$"{name}.recovered.{part}"].AsNumber);
                    }
                }
            }
        }
    }
}
